"""Nodes share: relaying, markings, withdrawals, amendments, reconnection."""
import time
import unittest

from case import Case, digest
from framework.node import link, wait_for


class Sharing(Case):
    def chain(self):
        """taipei - brussels - vilnius."""
        taipei, brussels, vilnius = self.started("taipei", "brussels", "vilnius")
        link(taipei, brussels)
        link(brussels, vilnius)
        return taipei, brussels, vilnius

    def test_a_green_report_is_relayed_and_still_verifies_as_its_origins(self):
        taipei, _, vilnius = self.chain()
        self.publish(taipei, ["evil.example.net"], "--tlp", "green")
        wait_for(lambda: vilnius.has("evil.example.net"), what="the report in Vilnius")
        said = vilnius.json("query", "evil.example.net")[0]["said"][0]
        self.assertTrue(said["signature_verified"])
        self.assertEqual(said["origin_name"], "taipei")
        self.assertEqual(said["introduced_by"], "brussels")

    def test_amber_and_red_stop_where_their_marking_says(self):
        taipei, brussels, vilnius = self.chain()
        self.publish(taipei, ["amber.example.net"], "--tlp", "amber")
        self.publish(taipei, ["red.example.net"], "--tlp", "red", "--release-to", "brussels")
        self.publish(taipei, ["green.example.net"], "--tlp", "green")
        wait_for(lambda: brussels.has("amber.example.net") and brussels.has("red.example.net"), what="both in Brussels")
        wait_for(lambda: vilnius.has("green.example.net"), what="the later GREEN one in Vilnius")
        self.assertFalse(vilnius.has("amber.example.net"))
        self.assertFalse(vilnius.has("red.example.net"))

    def test_a_local_report_never_leaves_the_node(self):
        taipei, brussels, _ = self.chain()
        self.publish(taipei, ["secret.example.net"], "--local")
        self.publish(taipei, ["open.example.net"], "--tlp", "clear")
        wait_for(lambda: brussels.has("open.example.net"), what="the open one")
        self.assertTrue(taipei.has("secret.example.net"))
        self.assertFalse(brussels.has("secret.example.net"))

    def test_a_withdrawal_reaches_everyone_who_got_its_target_also_under_narrowed_terms(self):
        taipei, brussels, vilnius = self.chain()
        made = self.publish(taipei, ["mistake.example.net"], "--tlp", "green")
        wait_for(lambda: vilnius.has("mistake.example.net"), what="the report in Vilnius")
        brussels.run("partner", "terms", "vilnius", "--send", "none", "--accept", "amber")
        taipei.run("withdraw", made["publication"], "--reason", "a shared host")
        wait_for(lambda: not vilnius.has("mistake.example.net"), what="the withdrawal in Vilnius")
        self.assertFalse(taipei.has("mistake.example.net"))
        # A later bulletin of its own speaks again.
        self.publish(taipei, ["mistake.example.net"], "--tlp", "green")
        wait_for(lambda: brussels.has("mistake.example.net"), what="the later word")

    def test_what_went_to_somebody_who_is_no_partner_now_is_amended_and_withdrawn_from_the_others(self):
        taipei, brussels, vilnius = self.started("taipei", "brussels", "vilnius")
        link(taipei, brussels)
        link(taipei, vilnius)
        made = self.publish(taipei, ["one.example.net", "two.example.net"], "--tlp", "red", "--release-to", "brussels", "--release-to", "vilnius")
        wait_for(lambda: brussels.has("two.example.net") and vilnius.has("two.example.net"), what="both to have it")
        taipei.run("partner", "remove", "vilnius", "--yes")
        taipei.run("amend", made["publication"], "-", "--yes", "--allow-special", input="two.example.net\n")
        wait_for(lambda: not brussels.has("one.example.net"), what="the revision in Brussels")
        taipei.run("withdraw", "two.example.net", "--yes")
        wait_for(lambda: not brussels.has("two.example.net"), what="the withdrawal in Brussels")
        again = taipei.run("amend", made["publication"], "--title", "Back", "--yes", check=False)
        self.assertEqual(again.returncode, 4, again.stdout + again.stderr)
        self.assertIn("withdrawn", again.stderr)

    def test_an_amendment_replaces_the_former_everywhere(self):
        taipei, brussels, vilnius = self.chain()
        made = self.publish(taipei, ["one.example.net", "two.example.net"], "--tlp", "green")
        wait_for(lambda: vilnius.has("two.example.net"), what="the first revision")
        done = taipei.run("amend", made["publication"], "-", "--title", "Corrected", "--tlp", "green", "--yes", "--allow-special",
                          input="one.example.net\nthree.example.net\n")
        self.assertEqual(done.returncode, 0)
        wait_for(lambda: vilnius.has("three.example.net"), what="the second revision")
        self.assertTrue(vilnius.has("one.example.net"))
        self.assertFalse(vilnius.has("two.example.net"))
        self.assertFalse(taipei.has("two.example.net"))

    def test_a_restart_with_nothing_new_costs_a_few_hundred_bytes(self):
        taipei, brussels, _ = self.chain()
        for n in range(20):
            self.publish(taipei, [f"host{n}.example.net"], "--tlp", "green")
        wait_for(lambda: brussels.has("host19.example.net"), what="the last report")
        time.sleep(0.5)  # the last cursor is on its way
        taipei.stop()
        taipei.start()
        status = lambda: [l for l in taipei.json("status")["links"] if l["connected"] and l["caught_up"]]
        row = wait_for(status, what="the link")[0]
        time.sleep(0.5)
        row = status()[0]
        self.assertLess(row["bytes_in"] + row["bytes_out"], 8000, "TLS handshake and Hello, no offers")
        self.assertEqual(row["offered"], 0)

    def test_in_a_triangle_what_a_partner_has_costs_an_offer_not_a_body(self):
        taipei, brussels, vilnius = self.chain()
        link(taipei, vilnius)
        values = [f"t{n}.example.net" for n in range(300)]
        self.publish(taipei, values, "--tlp", "green")
        wait_for(lambda: vilnius.has(values[-1]) and brussels.has(values[-1]), what="both having it")
        time.sleep(1)
        received = sum(l["received"] for l in brussels.json("status")["links"] + vilnius.json("status")["links"])
        self.assertEqual(received, 2, "each body came once")

    def test_without_terms_nothing_flows_and_it_says_so(self):
        taipei, brussels = self.started("taipei", "brussels")
        self.assertIn("'tidings partner terms brussels --accept TLP' states it", taipei.add(brussels, "--send", "none"))
        self.assertNotIn("states it", brussels.add(taipei, "--send", "none", "--accept", "none"), "who says none means it")
        taipei.run("partner", "terms", "brussels", "--send", "none", "--accept", "none")
        self.assertIn("nothing flows", taipei.run("partner", "show", "brussels").stdout)
        self.publish(taipei, ["quiet.example.net"], "--tlp", "clear")
        time.sleep(1.5)
        self.assertFalse(brussels.has("quiet.example.net"))
        taipei.run("partner", "terms", "brussels", "--send", "amber", "--accept", "amber")
        time.sleep(1.5)
        self.assertFalse(brussels.has("quiet.example.net"), "brussels takes nothing yet")
        brussels.run("partner", "terms", "taipei", "--send", "amber", "--accept", "amber")
        wait_for(lambda: brussels.has("quiet.example.net"), what="it flowing under terms")

    def test_a_suspended_partner_is_cut_off_at_once_and_comes_back_when_resumed(self):
        taipei, brussels, _ = self.chain()
        wait_for(lambda: taipei.json("status")["links"][0]["connected"], what="the link")
        taipei.run("partner", "suspend", "brussels")
        wait_for(lambda: not taipei.json("status")["links"][0]["connected"], 5, "the cut")
        self.publish(taipei, ["later.example.net"], "--tlp", "green")
        time.sleep(1.5)
        self.assertFalse(brussels.has("later.example.net"))
        taipei.run("partner", "resume", "brussels")
        wait_for(lambda: brussels.has("later.example.net"), 60, "it arriving after the resumption")

    def test_an_urgent_bulletin_overtakes_a_backfill(self):
        taipei, brussels = self.started("taipei", "brussels")
        values = [digest(n) for n in range(1, 60001)]
        self.publish(taipei, values, "--tlp", "green", "--list")
        link(taipei, brussels)
        wait_for(lambda: any(l["connected"] for l in brussels.json("status")["links"]), what="the link")
        self.publish(taipei, ["urgent.example.net"], "--tlp", "green", "--priority", "urgent")
        wait_for(lambda: brussels.has("urgent.example.net"), 10, "the urgent one")
        wait_for(lambda: brussels.has(values[-1]), 60, "the backfill")


if __name__ == "__main__":
    unittest.main(verbosity=2)
