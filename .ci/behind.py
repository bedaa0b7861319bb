"""Names each pinned package for which a newer patch of the same minor version is served; reads `dotnet list package --outdated --format json`."""
import json
import sys

text = sys.stdin.read()
behind = {
    (package["id"], package["resolvedVersion"], package["latestVersion"])
    for project in json.loads(text[text.index("{"):])["projects"]
    for framework in project.get("frameworks", [])
    for package in framework.get("topLevelPackages", [])
}
for name, pinned, newest in sorted(behind):
    print(f"warning: {name} is pinned to {pinned}, but {newest} is available (Directory.Packages.props)")
