using Masakari.Core;
using Masakari.Core.Persistence;
using Masakari.Core.Segments;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Segments;

internal sealed class SegmentListingTests(string kind) : OnEveryDatabase(kind)
{
    private static readonly PageRequest Everything = new() { Limit = 1000 };

    private Seed Seed => new(Database, Clock);

    [Test]
    public async Task Shows_the_newest_first()
    {
        await Seed.SegmentAsync("old");
        await ExecuteAsync("UPDATE failover_segments SET created_at = '2026-07-02 08:15:00'");
        await Seed.SegmentAsync("new 1");
        await Seed.SegmentAsync("new 2");

        Assert.That(await NamesAsync(Everything), Is.EqualTo(["new 2", "new 1", "old"]));
    }

    [Test]
    public async Task Turns_the_whole_order_round_with_one_direction()
    {
        await Seed.SegmentAsync("a");
        await Seed.SegmentAsync("b");

        Assert.That(await NamesAsync(Everything with { SortDirections = ["asc"] }), Is.EqualTo(["a", "b"]));
    }

    [Test]
    public async Task Filters_exactly()
    {
        await Seed.SegmentAsync("a", RecoveryMethod.Auto, "COMPUTE");
        await Seed.SegmentAsync("b", RecoveryMethod.RhPriority, "compute", enabled: false);

        Assert.That(await NamesAsync(Everything, new SegmentFilter { ServiceType = "compute" }), Is.EqualTo(["b"]));
        Assert.That(await NamesAsync(Everything, new SegmentFilter { RecoveryMethod = "auto" }), Is.EqualTo(["a"]));
        Assert.That(await NamesAsync(Everything, new SegmentFilter { RecoveryMethod = "AUTO" }), Is.Empty);
        Assert.That(await NamesAsync(Everything, new SegmentFilter { RecoveryMethod = "" }), Is.Empty);
        Assert.That(await NamesAsync(Everything, new SegmentFilter { Enabled = true }), Is.EqualTo(["a"]));
    }

    [TestCase("asc")]
    [TestCase("desc")]
    public async Task Pages_meet_every_row_once_though_the_key_is_null_or_equal(string direction)
    {
        foreach (var (name, description) in new[] { ("a", null), ("b", "x"), ("c", null), ("d", "y"), ("e", "x") })
            await Seed.SegmentAsync(name, description: description);
        var page = new PageRequest { Limit = 2, SortKeys = ["description"], SortDirections = [direction] };
        var seen = new List<string>();

        for (var rows = await ListAsync(page); rows.Count > 0; rows = await ListAsync(page with { Marker = $"{rows[^1].Id}" }))
            seen.AddRange(rows.Select(row => row.Name));

        string[] ascending = ["a", "c", "b", "e", "d"];
        Assert.That(seen, Is.EqualTo(direction == "asc" ? ascending : ascending.Reverse()));
    }

    [Test]
    public async Task Pages_by_an_enum_in_the_order_of_its_words()
    {
        foreach (var method in Enum.GetValues<RecoveryMethod>())
            await Seed.SegmentAsync(method.ToText(), method);
        var page = new PageRequest { Limit = 3, SortKeys = ["recovery_method"], SortDirections = ["asc"] };

        var first = await ListAsync(page);
        var second = await ListAsync(page with { Marker = $"{first[^1].Id}" });

        Assert.That(first.Concat(second).Select(row => row.Name), Is.EqualTo(["auto", "auto_priority", "reserved_host", "rh_priority"]));
    }

    [Test]
    public async Task Gives_nothing_for_limit_0()
    {
        await Seed.SegmentAsync("a");

        Assert.That(await NamesAsync(Everything with { Limit = 0 }), Is.Empty);
    }

    [TestCase("999999")]
    [TestCase("6b0c3c5e-5d8a-4a53-9a53-0d6a0d1f8e11")]
    [TestCase("")]
    [TestCase("-1")]
    public async Task Refuses_an_unknown_marker(string marker)
    {
        Assert.That(await RefusalAsync(Everything with { Marker = marker }), Is.EqualTo(Refusal.Invalid($"Marker {marker} could not be found.")));
    }

    [Test]
    public async Task Refuses_a_deleted_marker()
    {
        var segment = await Seed.SegmentAsync("a");
        await Seed.Segments.DeleteAsync(segment.Uuid, default);

        Assert.That(await RefusalAsync(Everything with { Marker = $"{segment.Id}" }), Is.EqualTo(Refusal.Invalid($"Marker {segment.Id} could not be found.")));
    }

    [TestCase("hosts")]
    [TestCase("")]
    [TestCase("name; DROP TABLE hosts")]
    public async Task Refuses_an_unknown_sort_key(string key)
    {
        Assert.That(await RefusalAsync(Everything with { SortKeys = [key] }), Is.EqualTo(Refusal.Invalid($"InvalidSortKey('Sort key supplied is invalid: {key}')")));
    }

    [Test]
    public async Task Refuses_wrong_directions()
    {
        Assert.That(await RefusalAsync(Everything with { SortDirections = ["up"] }),
            Is.EqualTo(Refusal.Invalid("Invalid input received: Unknown sort direction, must be 'asc' or 'desc'")));
        Assert.That(await RefusalAsync(Everything with { SortKeys = ["name"], SortDirections = ["asc", "desc"] }),
            Is.EqualTo(Refusal.Invalid("Invalid input received: Sort direction size exceeds sort key size")));
    }

    private async Task<IReadOnlyList<Segment>> ListAsync(PageRequest page, SegmentFilter? filter = null) =>
        (await new SegmentRepository(Database).ListAsync(filter ?? new SegmentFilter(), page, default)).Value!;

    private async Task<IEnumerable<string>> NamesAsync(PageRequest page, SegmentFilter? filter = null) =>
        (await ListAsync(page, filter)).Select(row => row.Name);

    private async Task<Refusal?> RefusalAsync(PageRequest page) =>
        (await new SegmentRepository(Database).ListAsync(new SegmentFilter(), page, default)).Refusal;
}
