"""How much to believe: sources counted once, trust, disputes, and every term told."""
import re
import unittest

from case import Case, digest
from framework.bulletins import DOMAIN, claim
from framework.node import link, wait_for
from framework.peer import STORED, Peer

DISPUTE = 3


class Score(Case):
    def started(self, *names):
        """Without the built-in warning lists, which have the names that are reserved for examples."""
        nodes = [self.node(name).set("warning", builtin="false").start() for name in names]
        return nodes if len(nodes) > 1 else nodes[0]

    def chain(self):
        """taipei - brussels - vilnius; Brussels believes both half."""
        taipei, brussels, vilnius = self.started("taipei", "brussels", "vilnius")
        link(taipei, brussels)
        link(brussels, vilnius)
        return taipei, brussels, vilnius

    def indicator(self, node, value):
        return node.json("query", value)[0]

    def heard(self, node, value, count):
        return wait_for(lambda: node.has(value) and len(self.indicator(node, value)["said"]) == count, what=f"{count} reports of {value}")

    def test_what_is_based_on_anothers_report_counts_once_and_what_is_not_counts_twice(self):
        taipei, brussels, vilnius = self.chain()
        made = self.publish(taipei, ["one.example.net", "two.example.net"], "--tlp", "green", "--confidence", "60")
        self.heard(vilnius, "two.example.net", 1)
        self.publish(vilnius, ["one.example.net"], "--tlp", "green", "--confidence", "60", "--title", "Our own finding")
        self.publish(vilnius, ["two.example.net"], "--tlp", "green", "--confidence", "60", "--based-on", made["publication"])
        self.heard(brussels, "one.example.net", 2)
        self.heard(brussels, "two.example.net", 2)
        self.assertEqual(self.indicator(brussels, "one.example.net")["score"], 51)
        copied = self.indicator(brussels, "two.example.net")
        self.assertEqual(copied["score"], 30)
        told = {said["origin_name"]: said for said in copied["said"]}
        self.assertTrue(told["taipei"]["counts"])
        self.assertFalse(told["vilnius"]["counts"])
        self.assertEqual(told["vilnius"]["copied_from"], made["bulletins"][0])
        self.assertEqual(told["vilnius"]["betrayed_by"], "based_on")
        sentences = "\n".join(brussels.json("explain", "two.example.net")["view"])
        self.assertIn("it says that it is based on it", sentences)

    def test_what_query_or_show_print_is_published_again_with_where_it_came_from(self):
        taipei, brussels, vilnius = self.chain()
        made = self.publish(taipei, ["one.example.net", "two.example.net"], "--tlp", "green", "--confidence", "60", "--role", "c2")
        self.heard(vilnius, "two.example.net", 1)
        for command in (("query", "--type", "domain", "-o", "jsonl"), ("show", made["publication"], "-o", "json")):
            text = vilnius.run(*command).stdout
            done = vilnius.run("publish", "-", "--title", "Passed on", "--yes", "--allow-special", "-o", "json", input=text)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.heard(brussels, "one.example.net", 3)
        indicator = self.indicator(brussels, "one.example.net")
        self.assertEqual(indicator["score"], 30)
        self.assertEqual([said["role"] for said in indicator["said"]], ["c2"] * 3)
        self.assertEqual([said["tlp"] for said in indicator["said"]], ["green"] * 3, "the input's own marking")

    def test_a_list_that_was_copied_without_saying_so_betrays_itself(self):
        taipei, brussels, vilnius = self.chain()
        values = [digest(n) for n in range(200)]
        self.publish(taipei, values, "--tlp", "green", "--confidence", "60")
        self.heard(vilnius, values[0], 1)
        self.publish(vilnius, sorted(values)[:190], "--tlp", "green", "--confidence", "60", "--title", "Hashes we found ourselves")
        copied = sorted(values)[5]
        self.heard(brussels, copied, 2)
        indicator = self.indicator(brussels, copied)
        self.assertEqual(indicator["score"], 30)
        self.assertEqual([said["betrayed_by"] for said in indicator["said"]], ["values", None])

    def test_a_dispute_lowers_the_score_and_shows_with_its_reason(self):
        taipei, brussels = self.started("taipei", "brussels")
        link(taipei, brussels)
        made = self.publish(taipei, ["shared.example.net"], "--tlp", "green", "--confidence", "80")
        self.heard(brussels, "shared.example.net", 1)
        before = self.indicator(brussels, "shared.example.net")["score"]
        for name in ("prague", "riga"):
            peer = Peer(name).join(brussels)
            self.addCleanup(peer.close)
            peer.connect(brussels).hello()
            dispute = peer.organisation.bulletin([claim(DOMAIN, b"shared.example.net")], kind=DISPUTE, text=f"{name} runs it",
                                                 targets=[bytes.fromhex(made["bulletins"][0])])
            self.assertEqual(peer.give(dispute)[0], STORED)
        indicator = self.indicator(brussels, "shared.example.net")
        self.assertEqual(before, 40)
        self.assertEqual(indicator["score"], 14, "0.4 * 0.6 * 0.6")
        self.assertEqual(indicator["disputes"], 2)
        self.assertEqual({said["text"] for said in indicator["said"] if said["kind"] == "dispute"}, {"prague runs it", "riga runs it"})
        self.assertIn("riga runs it", brussels.run("query", "shared.example.net", "-o", "human").stdout)
        explained = brussels.json("explain", "shared.example.net")
        self.assertEqual([term["effect"] for term in explained["score_terms"]], ["accuses", "disputes", "disputes"])
        self.assertEqual(round(sum(term["points"] for term in explained["score_terms"])), indicator["score"])

    def test_trust_is_a_term_of_the_partner(self):
        taipei, brussels = self.started("taipei", "brussels")
        link(taipei, brussels)
        self.publish(taipei, ["evil.example.net"], "--tlp", "green", "--confidence", "100")
        self.heard(brussels, "evil.example.net", 1)
        self.assertEqual(self.indicator(brussels, "evil.example.net")["score"], 50)
        self.assertIn("trust 90", brussels.run("partner", "terms", "taipei", "--trust", "90").stdout)
        self.assertEqual(brussels.json("partner", "show", "taipei")["terms"]["trust"], 90)
        self.assertEqual(self.indicator(brussels, "evil.example.net")["score"], 90)
        brussels.stop()
        brussels.start()
        self.assertEqual(self.indicator(brussels, "evil.example.net")["score"], 90)

    def test_what_one_is_based_on_bounds_whom_it_reaches(self):
        taipei, brussels = self.started("taipei", "brussels")
        link(taipei, brussels)
        made = self.publish(taipei, ["quiet.example.net"], "--tlp", "amber")
        self.heard(brussels, "quiet.example.net", 1)
        self.publish(brussels, ["quiet.example.net"], "--tlp", "green", "--based-on", made["publication"], code=4)
        self.publish(brussels, ["quiet.example.net"], "--tlp", "green", "--dry-run", "--based-on", made["publication"], code=4)
        self.publish(brussels, ["quiet.example.net"], "--tlp", "amber", "--release-to", "taipei", "--based-on", made["publication"])

    def test_an_unknown_type_in_half_lives_is_told(self):
        node = self.node("taipei")
        text = node.config.read_text()
        node.config.write_text(re.sub(r"(?m)^#?\s*half_lives =.*$", 'half_lives = ["ipv5=30d"]', text))
        node.start(wait=False)
        node.process.wait(timeout=30)
        self.assertIn("half_lives", node.log.read_text())


if __name__ == "__main__":
    unittest.main()
