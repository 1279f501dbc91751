#include "formats/report/known.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/letters.hpp"
#include "formats/report/words.hpp"

namespace tidings::report {
namespace {

template <std::size_t Size>
constexpr std::array<std::string_view, Size> sorted(std::array<std::string_view, Size> list) {
  std::sort(list.begin(), list.end());
  return list;
}

constexpr auto reference_sites = sorted(std::to_array<std::string_view>({"abuse.ch",
                                                                         "alienvault.com",
                                                                         "amnesty.org",
                                                                         "any.run",
                                                                         "apache.org",
                                                                         "apple.com",
                                                                         "archive.org",
                                                                         "arstechnica.com",
                                                                         "avast.com",
                                                                         "bbc.com",
                                                                         "bitdefender.com",
                                                                         "bleepingcomputer.com",
                                                                         "broadcom.com",
                                                                         "cert.gov.ua",
                                                                         "cert.pl",
                                                                         "checkpoint.com",
                                                                         "cisa.gov",
                                                                         "cisco.com",
                                                                         "citizenlab.ca",
                                                                         "cloudflare.com",
                                                                         "clearskysec.com",
                                                                         "crowdstrike.com",
                                                                         "cve.org",
                                                                         "cybereason.com",
                                                                         "debian.org",
                                                                         "dragos.com",
                                                                         "elastic.co",
                                                                         "ens.fr",
                                                                         "europa.eu",
                                                                         "eset.com",
                                                                         "exploit-db.com",
                                                                         "f-secure.com",
                                                                         "facebook.com",
                                                                         "fb.com",
                                                                         "fireeye.com",
                                                                         "first.org",
                                                                         "forbes.com",
                                                                         "fortinet.com",
                                                                         "gdatasoftware.com",
                                                                         "github.blog",
                                                                         "github.com",
                                                                         "gitlab.com",
                                                                         "gnu.org",
                                                                         "google.com",
                                                                         "group-ib.com",
                                                                         "hybrid-analysis.com",
                                                                         "ibm.com",
                                                                         "infosec.exchange",
                                                                         "instagram.com",
                                                                         "intel.com",
                                                                         "intezer.com",
                                                                         "jpcert.or.jp",
                                                                         "justice.gov",
                                                                         "kaspersky.com",
                                                                         "kaspersky.ru",
                                                                         "krebsonsecurity.com",
                                                                         "linkedin.com",
                                                                         "live.com",
                                                                         "malpedia.com",
                                                                         "malwarebytes.com",
                                                                         "malware-traffic-analysis.net",
                                                                         "mandiant.com",
                                                                         "mcafee.com",
                                                                         "medium.com",
                                                                         "microsoft.com",
                                                                         "misp-project.org",
                                                                         "mitre.org",
                                                                         "morphisec.com",
                                                                         "mozilla.org",
                                                                         "msdn.com",
                                                                         "netlab.360.com",
                                                                         "netskope.com",
                                                                         "nist.gov",
                                                                         "nytimes.com",
                                                                         "oasis-open.org",
                                                                         "oasis-open.github.io",
                                                                         "oracle.com",
                                                                         "otx.alienvault.com",
                                                                         "outlook.com",
                                                                         "owasp.org",
                                                                         "paloaltonetworks.com",
                                                                         "pastebin.com",
                                                                         "prodaft.com",
                                                                         "proofpoint.com",
                                                                         "python.org",
                                                                         "qualys.com",
                                                                         "rapid7.com",
                                                                         "raw.githubusercontent.com",
                                                                         "recordedfuture.com",
                                                                         "reddit.com",
                                                                         "reuters.com",
                                                                         "rfc-editor.org",
                                                                         "sans.edu",
                                                                         "sans.org",
                                                                         "secureworks.com",
                                                                         "securelist.com",
                                                                         "sentinelone.com",
                                                                         "shodan.io",
                                                                         "sekoia.io",
                                                                         "snort.org",
                                                                         "sophos.com",
                                                                         "stackoverflow.com",
                                                                         "symantec.com",
                                                                         "talosintelligence.com",
                                                                         "telegram.org",
                                                                         "tenable.com",
                                                                         "thedfirreport.com",
                                                                         "thehackernews.com",
                                                                         "theregister.com",
                                                                         "threatpost.com",
                                                                         "trellix.com",
                                                                         "trendmicro.com",
                                                                         "twitter.com",
                                                                         "urlscan.io",
                                                                         "virusbulletin.com",
                                                                         "virustotal.com",
                                                                         "volexity.com",
                                                                         "w3.org",
                                                                         "washingtonpost.com",
                                                                         "welivesecurity.com",
                                                                         "wikipedia.org",
                                                                         "windows.com",
                                                                         "windowsupdate.com",
                                                                         "wired.com",
                                                                         "withsecure.com",
                                                                         "wordpress.org",
                                                                         "x.com",
                                                                         "yahoo.com",
                                                                         "youtu.be",
                                                                         "youtube.com",
                                                                         "zdnet.com",
                                                                         "zscaler.com"}));

constexpr auto open_hosts = sorted(std::to_array<std::string_view>(
    {"azurewebsites.net", "docs.google.com", "drive.google.com", "github.com", "gitlab.com", "mozilla.net",
     "onedrive.live.com", "pastebin.com", "raw.githubusercontent.com", "sites.google.com", "storage.googleapis.com",
     "telegram.org"}));

// Endings of files; the second list are top-level domains as well.
constexpr auto endings = sorted(std::to_array<std::string_view>(
    {"7z",      "aar",    "accdb", "aes",    "apk",   "arj",  "asax", "asp",   "aspx",  "au3",  "bak",  "bash", "bat",
     "bin",     "bmp",    "bz2",   "c",      "cer",   "cfg",  "cgi",  "chm",   "class", "cmd",  "cpl",  "cpp",  "crt",
     "cs",      "csproj", "css",   "csv",    "dat",   "db",   "dbf",  "deb",   "dex",   "dll",  "dmg",  "dmp",  "doc",
     "docm",    "docx",   "dotm",  "drv",    "dylib", "elf",  "eml",  "eps",   "exe",   "gif",  "go",   "gz",   "h",
     "hpp",     "hta",    "htm",   "html",   "hwp",   "ico",  "img",  "inf",   "ini",   "ipa",  "iso",  "jar",  "java",
     "jpeg",    "jpg",    "js",    "jse",    "json",  "jsp",  "jspx", "key",   "kext",  "ko",   "lnk",  "log",  "lua",
     "lzh",     "macho",  "mdb",   "mht",    "mp3",   "mp4",  "msi",  "msix",  "msp",   "msu",  "nls",  "ocx",  "odt",
     "otf",     "pcap",   "pdb",   "pdf",    "pem",   "pfx",  "php",  "plist", "png",   "ppam", "ppt",  "pptm", "pptx",
     "ps1",     "psd1",   "psm1",  "pyc",    "pyd",   "rar",  "rb",   "reg",   "res",   "rpm",  "rtf",  "scr",  "sct",
     "service", "sln",    "sql",   "sqlite", "svg",   "sys",  "tar",  "tbz2",  "tgz",   "tiff", "tlb",  "tmp",  "toml",
     "ts",      "ttf",    "txt",   "url",    "vb",    "vba",  "vbe",  "vbs",   "vhd",   "vhdx", "war",  "wav",  "wim",
     "wsf",     "xap",    "xls",   "xlsb",   "xlsm",  "xlsx", "xml",  "xpi",   "xsl",   "xz",   "yaml", "yar",  "yara",
     "yml",     "z",      "zst"}));
constexpr auto double_endings = sorted(std::to_array<std::string_view>(
    {"app", "cab", "cc", "inc", "map", "md", "mov", "pl", "pm", "ps", "pub", "py", "rs", "sh", "so", "zip"}));

constexpr auto system_files = sorted(std::to_array<std::string_view>(
    {"advapi32.dll", "cmd.exe",      "cscript.exe",  "explorer.exe", "kernel32.dll", "lsass.exe",      "mshta.exe",
     "msiexec.exe",  "msvcrt.dll",   "notepad.exe",  "ntdll.dll",    "outlook.exe",  "powershell.exe", "reg.exe",
     "regsvr32.exe", "rundll32.exe", "schtasks.exe", "services.exe", "svchost.exe",  "taskhost.exe",   "user32.dll",
     "werfault.exe", "winlogon.exe", "winword.exe",  "wmic.exe",     "wscript.exe",  "ws2_32.dll"}));

constexpr auto resolvers = sorted(std::array<std::string_view, 12>{
    "1.0.0.1", "1.1.1.1", "114.114.114.114", "149.112.112.112", "208.67.220.220", "208.67.222.222", "4.2.2.1",
    "4.2.2.2", "8.8.4.4", "8.8.8.8", "9.9.9.9", "94.140.14.14"});

template <std::size_t Size>
bool has(const std::array<std::string_view, Size>& list, std::string_view text) {
  return std::binary_search(list.begin(), list.end(), text);
}

// Whether `host` is one of them or lies below one.
template <std::size_t Size>
bool covers(const std::array<std::string_view, Size>& list, std::string_view host) {
  while (host.find('.') != std::string_view::npos) {
    if (has(list, host)) return true;
    host.remove_prefix(host.find('.') + 1);
  }
  return false;
}

constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

bool is_reference_site(std::string_view host) { return covers(reference_sites, host); }
bool hosts_anybody(std::string_view host) { return covers(open_hosts, host); }

FileEnding file_ending(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos || name.size() - dot > 8) return {};
  const std::string ending = base::lowered(name.substr(dot + 1));
  if (has(endings, std::string_view(ending))) return {true, true};
  return {has(double_endings, std::string_view(ending)), false};
}

bool is_system_file(std::string_view name) { return has(system_files, std::string_view(base::lowered(name))); }

bool is_public_resolver(std::string_view address) { return has(resolvers, address); }

bool is_code_name(std::string_view name) {
  const auto first = name.substr(0, name.find('.'));
  const auto last = name.substr(name.rfind('.') + 1);
  const bool deep = std::count(name.begin(), name.end(), '.') >= 2;
  constexpr auto roots =
      sorted(std::array<std::string_view, 14>{"com", "org", "net", "io", "android", "androidx", "java", "javax", "edu",
                                              "kotlin", "gov", "dalvik", "sun", "app"});
  if (deep && has(roots, first)) return true;
  // "ASP.NET", "System.IO", "Socket.IO" against "Virtualdataserver.com" and "EVIL.COM".
  const bool last_in_capitals = std::all_of(last.begin(), last.end(), is_upper);
  const bool all_in_capitals = std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (first == "ASP" || first == "System" || first == "Microsoft" || first == "Environment") return true;
  return is_upper(last.front()) && !(last_in_capitals && all_in_capitals);
}

bool is_detection_name(std::string_view name) {
  const bool parted = name.find(':') != std::string_view::npos || std::count(name.begin(), name.end(), '.') >= 2;
  if (!parted) return false;
  const std::string lower = base::lowered(name);
  return has_word(lower, {"win32", "win64", "androidos", "trojan", "backdoor", "heur", "msil", "riskware",
                          "gen:variant", "hacktool", "worm", "virus", "ransom", "trojandownloader"});
}

}  // namespace tidings::report
