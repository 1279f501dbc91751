"""What an operator does: init, check, reindex, reload, stop; and what each role may."""
import grp
import json
import os
import pathlib
import pwd
import re
import shutil
import signal
import stat
import subprocess
import unittest

from case import Case
from framework.node import BIN, Node, link, wait_for


class Operator(Case):
    def test_init_makes_private_keys_and_refuses_to_overwrite(self):
        node = self.node("alpha")
        keys = [path for path in node.data.rglob("*") if path.is_file() and "key" in str(path).lower()]
        self.assertGreaterEqual(len(keys), 3)
        for path in keys:
            if "certificate" not in path.name and path.suffix in (".pem", ".key"):
                self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600, path)
        again = subprocess.run([BIN / "tidingsd", "init", "--organisation", "other", "--endpoint", "127.0.0.1:1",
                                "--data", node.data, "--config", node.config], capture_output=True, text=True)
        self.assertNotEqual(again.returncode, 0)
        self.assertRegex(again.stderr, "exist|overwrite")

    def test_check_tells_all_faults_at_once_with_line_numbers(self):
        node = self.node("alpha")
        node.config.write_text(node.config.read_text() + '\n[lnk]\nx = 1\n[publish]\ndefault_tlp = "purple"\nnonsense = 3\n')
        done = subprocess.run([BIN / "tidingsd", "check", "--config", node.config], capture_output=True, text=True)
        text = done.stdout + done.stderr
        self.assertNotEqual(done.returncode, 0)
        self.assertRegex(text, r":\d+")
        self.assertIn("lnk", text)
        good = self.node("beta")
        self.assertEqual(subprocess.run([BIN / "tidingsd", "check", "--config", good.config]).returncode, 0)

    def test_reindex_gives_the_same_answers(self):
        node = self.started("alpha")
        for n in range(5):
            self.publish(node, [f"{n}{m}.example.net" for m in range(200)], "--tlp", "green", "--tag", f"t{n}")
        made = self.publish(node, ["gone.example.net"], "--tlp", "green")
        node.run("withdraw", made["publication"], "--reason", "test")
        def answers():
            return [node.run("query", "--tag", "t3", "-o", "json").stdout, node.run("query", "17.example.net", "-o", "json").stdout,
                    node.has("gone.example.net"), node.run("query", "--type", "domain", "-o", "json").stdout]
        before = answers()
        node.stop()
        done = subprocess.run([BIN / "tidingsd", "reindex", "--config", node.config], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        node.start()
        self.assertEqual(before, answers())

    def test_sigterm_stops_cleanly_and_sighup_reloads_what_can_be(self):
        node = self.started("alpha")
        text = node.config.read_text()
        node.config.write_text(re.sub(r'(?m)^#?\s*default_tlp.*$', 'default_tlp = "green"', text))
        node.process.send_signal(signal.SIGHUP)
        wait_for(lambda: "green" in str(node.json("status").get("limits", {}).get("default_tlp")), 5, "the reload")
        self.assertEqual(node.stop(), 0)

    def test_after_a_restore_publishing_waits_until_a_partner_has_told_our_last_value(self):
        node, partner = self.started("alpha", "beta")
        link(node, partner)
        self.publish(node, ["kept.example.net"], "--tlp", "green")
        wait_for(lambda: partner.has("kept.example.net"), what="the first one at the partner")
        node.stop()
        backup = node.home / "backup"
        shutil.copytree(node.data, backup)
        node.start()
        self.publish(node, ["after-backup.example.net"], "--tlp", "green")
        wait_for(lambda: partner.has("after-backup.example.net"), what="the second one at the partner")
        last = partner.json("query", "after-backup.example.net")[0]["said"][0]["issued_at"]
        node.stop()
        partner.stop()
        shutil.rmtree(node.data)
        shutil.copytree(backup, node.data)
        done = subprocess.run([BIN / "tidingsd", "restored", "--config", node.config], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        node.start()
        self.assertTrue(node.json("status")["publishing_held"])
        held = node.run("publish", "-", "--title", "too early", "--yes", "--allow-special", "--tlp", "green",
                        input="early.example.net\n", check=False)
        self.assertNotEqual(held.returncode, 0)
        self.assertRegex(held.stderr, "restore|held|partner")
        self.assertFalse(node.has("early.example.net"))
        partner.start()
        wait_for(lambda: not node.json("status")["publishing_held"], 60, "publishing being free again")
        wait_for(lambda: node.has("after-backup.example.net"), 60, "our own bulletin coming back from the partner")
        self.publish(node, ["fresh.example.net"], "--tlp", "green")
        wait_for(lambda: partner.has("fresh.example.net"), 60, "the new one at the partner")
        fresh = partner.json("query", "fresh.example.net")[0]["said"][0]["issued_at"]
        self.assertGreater(fresh, last, "issued_at never goes back")

    @unittest.skipUnless(os.geteuid() == 0, "acting as another user needs root: skipped")
    def test_a_user_of_no_group_may_read_up_to_the_reader_ceiling_and_not_publish(self):
        node = self.started("alpha")
        self.publish(node, ["amber.example.net"], "--tlp", "amber")
        link_partner = Node("beta")
        self.addCleanup(link_partner.close)
        link_partner.start()
        node.add(link_partner, "--send", "red", "--accept", "red")
        link_partner.add(node, "--send", "red", "--accept", "red")
        self.publish(node, ["red.example.net"], "--tlp", "red", "--release-to", "beta")
        nobody = pwd.getpwnam("nobody")

        def as_nobody(*args):
            return node.run_as(nobody.pw_uid, nobody.pw_gid, *args, input="x.example.net\n")
        self.assertEqual(as_nobody("query", "amber.example.net").returncode, 4, "in no group: no role")
        node.stop()
        node.config.write_text(re.sub(r'(?m)^#?\s*reader_group.*$', 'reader_group = ""', node.config.read_text()))
        node.start()
        self.assertEqual(as_nobody("query", "amber.example.net").returncode, 0, "everybody may read now")
        self.assertEqual(as_nobody("query", "red.example.net").returncode, 1, "RED needs a group of its own")
        self.assertTrue(node.has("red.example.net"))
        self.publish(node, ["another.example.net"], "--tlp", "red", "--release-to", "beta")
        wait_for(lambda: node.json("partner", "show", "beta")["link"]["offered"] > 0, what="the offer to beta")
        told = json.loads(as_nobody("status", "-o", "json").stdout)
        self.assertEqual((told["bulletins"], told["last_sequence"], told["links"][0]["connected"]), (1, 0, True))
        self.assertEqual([told["links"][0][amount] for amount in ("offered", "delivered", "bytes_out")], [0, 0, 0],
                         "how much goes to partners tells of what is RED")
        told = json.loads(as_nobody("partner", "list", "-o", "json").stdout)[0]["link"]
        self.assertEqual((told["connected"], told["offered"], told["bytes_out"]), (True, 0, 0))
        done = as_nobody("status", "--counters")
        self.assertEqual((done.returncode, "operator" in done.stderr), (4, True), "and so do counters")
        self.assertEqual(as_nobody("publish", "-", "--title", "x", "--yes", "--allow-special").returncode, 4)
        self.assertEqual(as_nobody("partner", "remove", "beta", "--yes").returncode, 4)

    @unittest.skipUnless(os.geteuid() == 0, "acting as another user needs root: skipped")
    def test_a_publisher_who_may_not_see_red_is_told_nothing_of_it_by_value(self):
        node, partner = self.started("alpha", "beta")
        link(node, partner)
        nobody = pwd.getpwnam("nobody")
        group = grp.getgrgid(nobody.pw_gid).gr_name
        node.stop()
        node.config.write_text(re.sub(r'(?m)^#?\s*publisher_group.*$', f'publisher_group = "{group}"', node.config.read_text()))
        node.start()
        self.publish(node, ["red.example.net"], "--tlp", "red", "--release-to", "beta")
        self.publish(node, ["amber.example.net"], "--tlp", "amber")
        again = ("publish", "-", "--title", "A test", "--allow-special", "--tlp", "red", "--release-to", "beta", "--list",
                 "--dry-run", "-o", "json")
        said = json.loads(node.run(*again, input="red.example.net\n").stdout)["already_said"]
        self.assertEqual(said, 1)
        done = node.run_as(nobody.pw_uid, nobody.pw_gid, *again, input="red.example.net\n")
        self.assertEqual(json.loads(done.stdout)["already_said"], 0, done.stderr)
        told = [node.run_as(nobody.pw_uid, nobody.pw_gid, "withdraw", value, "--yes") for value in ("red.example.net", "no.example.net")]
        self.assertEqual([one.returncode for one in told], [1, 1])
        self.assertEqual(told[0].stderr, told[1].stderr)
        self.assertTrue(node.has("red.example.net"))
        done = node.run_as(nobody.pw_uid, nobody.pw_gid, "withdraw", "amber.example.net", "--yes")
        self.assertEqual(done.returncode, 0, done.stderr)
        theirs = self.publish(partner, ["theirs.example.net"], "--tlp", "red", "--release-to", "alpha")["publication"]
        wait_for(lambda: node.has("theirs.example.net"), what="what the partner says")
        for command in (("withdraw",), ("amend", "--title", "x")):
            told = [node.run_as(nobody.pw_uid, nobody.pw_gid, *command, id_, "--yes") for id_ in (theirs, "0" * 32)]
            self.assertEqual([one.returncode for one in told], [1, 1], told[0].stderr)
            self.assertEqual(told[0].stderr.replace(theirs, "ID"), told[1].stderr.replace("0" * 32, "ID"))

    def test_a_clock_set_back_that_keeps_all_from_being_published_is_told_by_status(self):
        node = self.node("alpha")
        library = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
        node.prefix = ["env", f"LD_PRELOAD={library}", "FAKETIME=+3d"]
        node.start()
        self.publish(node, ["ahead.example.net"], "--tlp", "green")
        self.assertNotIn("clock", str(node.json("status")["warnings"]))
        node.stop()
        node.prefix = []
        node.start()
        wait_for(lambda: "nothing can be published: is the clock" in str(node.json("status")["warnings"]), what="the warning")
        self.publish(node, ["now.example.net"], "--tlp", "green", code=3)


if __name__ == "__main__":
    unittest.main(verbosity=2)
