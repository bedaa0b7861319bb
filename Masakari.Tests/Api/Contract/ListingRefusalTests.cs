namespace Masakari.Tests.Api.Contract;

/// <summary>Query parameters that every listing rejects.</summary>
internal sealed class ListingRefusalTests(string kind) : ListedThings(kind)
{
    [TestCase("limit=x", "Invalid input received: limit must be an integer")]
    [TestCase("limit=", "Invalid input received: limit must be an integer")]
    [TestCase("limit=1.0", "Invalid input received: limit must be an integer")]
    [TestCase("limit=0x1", "Invalid input received: limit must be an integer")]
    [TestCase("limit=1%00", "Invalid input received: limit must be an integer")]
    [TestCase("limit=-1", "Invalid input received: limit must be >= 0")]
    [TestCase("limit=1&limit=x", "Invalid input received: limit must be an integer")]
    [TestCase("page_size=x", "Invalid input received: page_size must be an integer")]
    [TestCase("page_size=-1", "Invalid input received: page_size must be >= 0")]
    [TestCase("limit=-1&page_size=x", "Invalid input received: limit must be >= 0")]
    [TestCase("marker=9999999", "Marker 9999999 could not be found.")]
    [TestCase("marker=0", "Marker 0 could not be found.")]
    [TestCase("marker=-1", "Marker -1 could not be found.")]
    [TestCase("marker=99999999999999999999", "Marker 99999999999999999999 could not be found.")]
    [TestCase("marker=" + NoId, $"Marker {NoId} could not be found.")]
    [TestCase("marker=", "Marker  could not be found.")]
    [TestCase("marker=a%00b", "Marker a\u0000b could not be found.")]
    [TestCase("marker=9999999&limit=0", "Marker 9999999 could not be found.")]
    [TestCase("sort_dir=up", "Invalid input received: Unknown sort direction, must be 'asc' or 'desc'")]
    [TestCase("sort_dir=ASC", "Invalid input received: Unknown sort direction, must be 'asc' or 'desc'")]
    [TestCase("sort_dir=", "Invalid input received: Unknown sort direction, must be 'asc' or 'desc'")]
    [TestCase("sort_key=id&sort_dir=asc&sort_dir=asc", "Invalid input received: Sort direction size exceeds sort key size")]
    [TestCase("sort_dir=asc&sort_dir=asc", "Invalid input received: Sort direction size exceeds sort key size")]
    [TestCase("sort_key=x", "InvalidSortKey('Sort key supplied is invalid: x')")]
    [TestCase("sort_key=", "InvalidSortKey('Sort key supplied is invalid: ')")]
    [TestCase("sort_key=ID", "InvalidSortKey('Sort key supplied is invalid: ID')")]
    [TestCase("sort_key=id&sort_key=failover_segment", "InvalidSortKey('Sort key supplied is invalid: failover_segment')")]
    public async Task Refuses_to_list(string query, string message)
    {
        foreach (var path in new[] { "/v1/segments", "/v1/segments/SEGMENT/hosts", "/v1/notifications", "/v1/notifications/NOTIFICATION/vmoves" })
        {
            var answer = await Api.GetAsync($"{Listed.In(path)}?{query}");

            Assert.That((answer.Status, answer.Message), Is.EqualTo((400, message)), path);
        }
    }
}
