using Masakari.Core.OpenStack.Identity;

namespace Masakari.Tests.OpenStack.Identity;

public sealed class EndpointQueryTests
{
    private static readonly ServiceCatalogue Catalogue = new(
    [
        Entry("compute", "nova_legacy", "public", "R1", "http://legacy"),
        Entry("compute", "nova", "public", "R1", "http://public-1"),
        Entry("compute", "nova", "public", "R2", "http://public-2"),
        Entry("compute", "nova", "internal", "R1", "http://internal-1"),
        Entry("compute-old", null, "admin", "R1", "http://nameless"),
    ]);

    [TestCase("compute:nova:publicURL", null, "http://public-1/")]
    [TestCase("compute:nova:public", "R2", "http://public-2/")]
    [TestCase("compute:nova:internalURL ", "R1", "http://internal-1/")]
    [TestCase("compute::public", null, "http://legacy/")]
    [TestCase("compute-old:nova:adminURL", null, "http://nameless/")]
    [TestCase("compute:nova:adminURL", null, null)]
    [TestCase("compute:nova:public", "R3", null)]
    public void Finds_the_endpoint_by_type_name_interface_and_region(string text, string? region, string? url)
    {
        Assert.That(Catalogue.Find(EndpointQuery.Parse(text, region)!)?.AbsoluteUri, Is.EqualTo(url));
    }

    [TestCase("compute:nova")]
    [TestCase("compute:nova:public:x")]
    [TestCase(":nova:public")]
    [TestCase("compute:nova:outside")]
    public void Refuses_anything_but_three_parts_with_a_known_interface(string text)
    {
        Assert.That(EndpointQuery.Parse(text, null), Is.Null);
    }

    private static CatalogueEntry Entry(string type, string? name, string face, string region, string url) =>
        new() { Type = type, Name = name, Interface = face, Region = region, Url = new Uri(url) };
}
