using Masakari.Core.OpenStack.InstanceHa;

namespace Masakari.Tests.OpenStack.InstanceHa;

/// <summary>The address of the API, as clouds register it.</summary>
public sealed class ApiRootTests
{
    [TestCase("http://ha:15868", "http://ha:15868/v1")]
    [TestCase("http://ha:15868/", "http://ha:15868/v1")]
    [TestCase("http://ha:15868/v1", "http://ha:15868/v1")]
    [TestCase("http://ha:15868/v1/", "http://ha:15868/v1")]
    [TestCase("http://ha:15868/v1/0123456789abcdef", "http://ha:15868/v1")]
    [TestCase("https://cloud/instance-ha", "https://cloud/instance-ha/v1")]
    [TestCase("https://cloud/instance-ha/v1/0123456789abcdef", "https://cloud/instance-ha/v1")]
    public void Ends_in_the_version(string endpoint, string root) =>
        Assert.That(ApiRoot.Of(new Uri(endpoint)), Is.EqualTo(new Uri(root)));
}
