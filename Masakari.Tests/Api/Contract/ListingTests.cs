namespace Masakari.Tests.Api.Contract;

/// <summary>Limit, marker and sort order work the same in all listings.</summary>
internal sealed class ListingTests(string kind) : ListedThings(kind)
{
    // The parameters that all listings share.
    [TestCase("", "c,b,a,s1")]
    [TestCase("limit=2", "c,b")]
    [TestCase("limit=%202%20", "c,b")]
    [TestCase("limit=%2B2", "c,b")]
    [TestCase("limit=0", "")]
    [TestCase("limit=99999999999999", "c,b,a,s1")]
    [TestCase("limit=99999999999999999999999999999999", "c,b,a,s1")]
    [TestCase("page_size=1", "c,b,a,s1")]
    [TestCase("limit=3&limit=1", "c")]
    [TestCase("sort_dir=asc", "s1,a,b,c")]
    [TestCase("sort_dir=desc", "c,b,a,s1")]
    [TestCase("sort_key=name&sort_dir=asc", "a,b,c,s1")]
    [TestCase("sort_key=%20name%20", "s1,c,b,a")]
    [TestCase("sort_key=enabled&sort_key=name&sort_dir=asc", "b,a,c,s1")]
    [TestCase("sort_key=enabled&sort_key=name&sort_dir=asc&sort_dir=desc", "b,s1,c,a")]
    [TestCase("sort_key=id&sort_dir=asc", "s1,a,b,c")]
    [TestCase("sort_key=created_at&sort_dir=asc", "s1,a,b,c")]
    [TestCase("sort_key=created_at&sort_key=id&sort_dir=asc&sort_dir=desc", "s1,a,c,b")]
    [TestCase("sort_key=deleted", "c,b,a,s1")]
    [TestCase("sort_key=updated_at&sort_key=deleted_at&sort_key=description&sort_key=service_type&sort_key=recovery_method&sort_key=uuid&limit=0", "")]
    [TestCase("marker=MARKER", "s1")]
    [TestCase("marker=MARKER&sort_dir=asc", "b,c")]
    [TestCase("marker=MARKER&sort_key=name&sort_dir=asc", "b,c,s1")]
    [TestCase("marker=MARKER&sort_key=id&sort_dir=asc&limit=1", "b")]
    [TestCase("marker=MARKER&enabled=0&sort_dir=asc", "b")]
    [TestCase("marker=9999999&marker=MARKER", "s1")]
    [TestCase("LIMIT=0&Marker=x&foo=bar&next=1", "c,b,a,s1")]
    public async Task Lists_segments(string query, string names)
    {
        var answer = await Api.GetAsync($"/v1/segments?{query.Replace("MARKER", $"{Marker}", StringComparison.Ordinal)}");

        Assert.That(Names(answer, "segments"), Is.EqualTo(names));
    }

    [Test]
    public async Task Refuses_a_marker_that_was_deleted_and_takes_one_of_another_parent()
    {
        var elsewhere = await Seed.HostAsync(await Seed.SegmentAsync("s2"), "elsewhere");
        await ExecuteAsync("UPDATE hosts SET deleted = id WHERE name = 'h-a'");
        var deleted = await ScalarAsync<int>("SELECT id FROM hosts WHERE name = 'h-a'");

        var refused = await Api.GetAsync(Listed.In($"/v1/segments/SEGMENT/hosts?marker={deleted}"));
        var taken = await Api.GetAsync(Listed.In($"/v1/segments/SEGMENT/hosts?marker={elsewhere.Id}"));

        Assert.That((refused.Status, refused.Message), Is.EqualTo((400, $"Marker {deleted} could not be found.")));
        Assert.That((taken.Status, taken.Json["hosts"]!.AsArray().Count), Is.EqualTo((200, 3)));
    }

    // The SDK pages like this, until a page is empty.
    [TestCase("")]
    [TestCase("&sort_key=updated_at")]
    [TestCase("&sort_key=status&sort_dir=asc")]
    [TestCase("&sort_key=generated_time&sort_key=type&sort_dir=asc&sort_dir=desc")]
    public async Task Pages_meet_every_row_once(string sort)
    {
        await ExecuteAsync("UPDATE notifications SET updated_at = '2026-07-04' WHERE type = 'PROCESS'");
        var (ids, marker) = (new List<int>(), "");

        for (var last = 1; last > 0;)
        {
            var page = (await Api.GetAsync($"/v1/notifications?limit=1{sort}{marker}")).Json["notifications"]!.AsArray();
            last = page.Count;
            ids.AddRange(page.Select(row => row!["id"]!.GetValue<int>()));
            marker = $"&marker={ids[^1]}";
        }

        Assert.That(ids, Is.Unique.And.Count.EqualTo(4));
    }
}
