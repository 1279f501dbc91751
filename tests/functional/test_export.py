"""Exports: what may leave for which program, files that change only when entries do, and exports that the daemon keeps."""
import subprocess
import time

from case import Case
from framework.node import BIN, wait_for

class Export(Case):
    def node(self, name, **options):
        """The tests' names and addresses are reserved ones, which the built-in warning lists have."""
        return super().node(name, **options).set("warning", builtin="false")

    def entries(self, node, format, *options):
        """The lines of an export that are neither comment nor frame."""
        done = node.run("export", format, *options)
        return sorted(line for line in done.stdout.splitlines() if line and not line.startswith(("#", ";")))

    def keep(self, node, name, **settings):
        """A block [[export]] in the node's config; returns its path."""
        path = node.home / f"{name}.out"
        block = {"name": f'"{name}"', "path": f'"{path}"', "every": '"10s"', **settings}
        with open(node.config, "a") as config:
            config.write("\n[[export]]\n" + "".join(f"{key} = {value}\n" for key, value in block.items()))
        return path

    def test_what_warning_lists_have_is_for_people_alone(self):
        node = super().node("alpha").start()
        self.publish(node, ["evil.example.net"], "--tlp", "green")
        self.assertIn("0 written; left out: 1 by warning_list", node.run("export", "hosts").stderr)
        self.assertIn("evil.example.net", node.run("export", "csv").stdout)

    def test_what_is_withdrawn_or_disputed_leaves_and_what_is_benign_never_comes(self):
        node = self.started("alpha")
        made = self.publish(node, ["evil.example.net", "worse.example.net"], "--tlp", "green")
        self.publish(node, ["fine.example.net"], "--tlp", "green", "--verdict", "benign")
        self.publish(node, ["secret.example.net"], "--tlp", "amber+strict")
        self.publish(node, ["198.51.100.7"], "--tlp", "green")
        self.assertEqual(self.entries(node, "list", "--type", "domain"), ["evil.example.net", "worse.example.net"])
        self.assertEqual(self.entries(node, "hosts"), ["0.0.0.0 evil.example.net", "0.0.0.0 worse.example.net"])
        self.assertIn("1 by verdict", node.run("export", "hosts").stderr)
        node.run("dispute", "worse.example.net", "--reason", "ours", "--yes")
        self.assertEqual(self.entries(node, "hosts"), ["0.0.0.0 evil.example.net"])
        self.assertEqual(self.entries(node, "hosts", "--disputes", "0"),
                         ["0.0.0.0 evil.example.net", "0.0.0.0 worse.example.net"])
        node.run("withdraw", made["publication"], "--yes")
        self.assertEqual(self.entries(node, "hosts"), [])

    def test_pap_and_tlp_decide_by_what_the_format_does_and_who_reads_it(self):
        node = self.started("alpha")
        for pap in ("green", "amber", "red"):
            self.publish(node, [f"{pap}.example.net"], "--tlp", "green", "--pap", pap)
        self.publish(node, ["strict.example.net"], "--tlp", "amber+strict", "--pap", "green")
        self.assertEqual(self.entries(node, "list"), ["green.example.net"])
        zeek = [line.split("\t")[0] for line in self.entries(node, "zeek")]
        self.assertEqual(zeek, ["amber.example.net", "green.example.net"])
        self.assertEqual(len(self.entries(node, "ecs")), 3)
        self.assertEqual(self.entries(node, "list", "--max-tlp", "amber+strict"), ["green.example.net", "strict.example.net"])
        csv = node.run("export", "csv", "--max-tlp", "red").stdout
        self.assertEqual(csv.count("example.net,domain,malicious"), 4)

    def test_a_file_is_replaced_and_its_command_run_only_when_entries_changed(self):
        node = self.started("alpha")
        self.publish(node, ["evil.example.net"], "--tlp", "green")
        path, told = node.home / "zone", node.home / "told"
        export = ["export", "rpz", "--zone", "rpz.test", "-O", path, "--reload", f"echo x >> {told}"]
        node.run(*export)
        first = path.read_text()
        self.assertIn("evil.example.net CNAME .\n*.evil.example.net CNAME .\n", first)
        done = node.run(*export)
        self.assertIn("nothing changed", done.stderr)
        self.assertEqual((path.read_text(), told.read_text()), (first, "x\n"))
        self.publish(node, ["worse.example.net"], "--tlp", "green")
        node.run(*export)
        self.assertEqual(told.read_text(), "x\nx\n")
        serial = [int(text.split(" localhost. hostmaster.localhost. ")[1].split()[0]) for text in (first, path.read_text())]
        self.assertLess(serial[0], serial[1])
        self.assertEqual(list(path.parent.glob("zone.*")), [])
        failed = node.run("export", "hosts", "-O", node.home / "hosts", "--reload", "exit 7", check=False)
        self.assertEqual(failed.returncode, 6)
        self.assertIn("'exit 7' ended with 7", failed.stderr)

    def test_the_daemon_keeps_files_that_follow_what_arrives(self):
        node = self.node("alpha")
        told = node.home / "told"
        hosts = self.keep(node, "hosts", format='"hosts"', reload=f'"echo x >> {told}"')
        clear = self.keep(node, "clear", format='"list"', max_tlp='"clear"', types='["domain"]')
        node.start()
        wait_for(lambda: hosts.exists() and clear.exists(), what="the first files")
        made = self.publish(node, ["evil.example.net"], "--tlp", "green")
        wait_for(lambda: "evil.example.net" in hosts.read_text(), what="the entry")
        self.assertNotIn("evil.example.net", clear.read_text())
        node.run("withdraw", made["publication"], "--yes")
        wait_for(lambda: "evil.example.net" not in hosts.read_text(), what="the withdrawal")
        wait_for(lambda: told.exists() and told.read_text() == "x\nx\nx\n", what="the commands")

        def status():
            return {each["name"]: each for each in node.json("status")["exports"]}

        wait_for(lambda: status()["hosts"]["entries"] == 0, what="the status after the commands")
        self.assertEqual((status()["hosts"]["last_error"], set(status())), (None, {"hosts", "clear"}))

    def test_a_command_that_failed_is_run_again_after_a_restart_though_no_entry_changed(self):
        node = self.node("alpha")
        told, may = node.home / "told", node.home / "may"
        hosts = self.keep(node, "hosts", format='"hosts"', reload=f'"echo x >> {told}; test -e {may}"')
        node.start()
        wait_for(lambda: (node.json("status")["exports"][0]["last_error"] or "").endswith("ended with 1"), what="its error")
        before = hosts.read_text()
        self.assertEqual(node.stop(), 0)
        told.unlink()
        may.touch()
        node.start()
        wait_for(lambda: node.json("status")["exports"][0]["standing"] == "written", what="the next look")
        self.assertEqual((told.read_text(), hosts.read_text()), ("x\n", before))

    def test_what_expires_leaves_the_file_though_nothing_arrives(self):
        node = self.node("alpha")
        hosts = self.keep(node, "hosts", format='"hosts"')
        node.start()
        self.publish(node, ["short.example.net"], "--tlp", "green", "--expires", "15s")
        wait_for(lambda: hosts.exists() and "short" in hosts.read_text(), what="the entry")
        wait_for(lambda: "short" not in hosts.read_text(), 40, what="its end")

    def test_a_file_that_cannot_be_written_and_a_command_that_hangs_are_told_and_tried_again(self):
        node = self.node("alpha")
        missing = node.home / "missing"
        self.keep(node, "lost", format='"hosts"', path=f'"{missing}/out"')
        self.keep(node, "stuck", format='"list"', reload='"sleep 600"', reload_timeout='"1s"')
        node.start()

        def status(name):
            return next((each for each in node.json("status")["exports"] if each["name"] == name), {})

        wait_for(lambda: "cannot be written" in (status("lost").get("last_error") or ""), what="its error")
        wait_for(lambda: "did not end in 1s" in (status("stuck").get("last_error") or ""), what="its error")
        missing.mkdir()
        wait_for(lambda: (missing / "out").exists(), 40, what="the file")
        begin = time.monotonic()
        self.assertEqual(node.stop(), 0)
        self.assertLess(time.monotonic() - begin, 10)

    def test_a_name_by_which_clamav_reads_no_file_is_told(self):
        node = self.started("alpha")
        wrong = "ClamAV reads a file of clamav-hsb only where its name ends in .hsb"
        self.assertIn(wrong, node.run("export", "clamav-hsb", "-O", node.home / "tidings.txt").stderr)
        self.assertNotIn(wrong, node.run("export", "clamav-hsb", "-O", node.home / "tidings.hsb").stderr)
        self.keep(node, "scan", format='"clamav-hsb"')
        checked = subprocess.run([BIN / "tidingsd", "check", "--config", node.config], capture_output=True, text=True)
        self.assertEqual(checked.returncode, 0)
        self.assertIn("export scan: " + wrong, checked.stderr)

    def test_faults_of_the_config_are_told_with_their_line(self):
        node = self.node("alpha")
        self.keep(node, "bad", format='"bind"')
        checked = subprocess.run([BIN / "tidingsd", "check", "--config", node.config], capture_output=True, text=True)
        self.assertNotEqual(checked.returncode, 0)
        self.assertIn("export bad: there is no format bind", checked.stderr)
