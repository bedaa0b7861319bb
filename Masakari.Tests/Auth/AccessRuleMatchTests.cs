using Masakari.Core.OpenStack.Identity;
using Masakari.Host.Auth;

namespace Masakari.Tests.Auth;

public sealed class AccessRuleMatchTests
{
    [TestCase("/v1/segments", "/v1/segments", true)]
    [TestCase("/v1/segments", "/v1/segments/", false)]
    [TestCase("/v1/segments", "/v1/segments\n", false)]
    [TestCase("/v1/segments", "/x/v1/segments", false)]
    [TestCase("/v1/*", "/v1/segments", true)]
    [TestCase("/v1/*", "/v1/segments/1", false)]
    [TestCase("/v1/*", "/v1/", false)]
    [TestCase("/v1/seg*", "/v1/segments", true)]
    [TestCase("/v1/**", "/v1/segments/1/hosts", true)]
    [TestCase("/v1/**", "/v2/segments", false)]
    [TestCase("**", "/v1/segments", true)]
    [TestCase("/v1/segments/{segment_id}", "/v1/segments/1", true)]
    [TestCase("/v1/segments/{segment_id}", "/v1/segments/1/hosts", false)]
    [TestCase("/v1/segments/{segment_id}/hosts/*", "/v1/segments/1/hosts/2", true)]
    [TestCase("/v1.segments", "/v1/segments", false)]
    [TestCase("/v1/(a|segments)", "/v1/segments", false)]
    [TestCase("/v1/{open", "/v1/segments", false)]
    public void Compares_the_whole_path(string pattern, string path, bool allowed) =>
        Assert.That(AccessRuleMatch.Allows(Rule(pattern), "instance-ha", "GET", path), Is.EqualTo(allowed));

    [TestCase("instance-ha", "GET", true)]
    [TestCase("instance-ha", "get", true)]
    [TestCase("instance-ha", "POST", false)]
    [TestCase("compute", "GET", false)]
    public void Compares_service_and_method(string service, string method, bool allowed) =>
        Assert.That(AccessRuleMatch.Allows(Rule("/v1/segments"), service, method, "/v1/segments"), Is.EqualTo(allowed));

    private static AccessRule Rule(string path) => new() { Service = "instance-ha", Method = "GET", Path = path };
}
