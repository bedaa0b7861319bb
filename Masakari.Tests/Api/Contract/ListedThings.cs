using Masakari.Core.Persistence;

namespace Masakari.Tests.Api.Contract;

/// <summary>
/// Rows for the listings. The last letter of a name identifies a row: c (the newest), b and a. The segment s1 and its host c1 are older.
/// </summary>
internal abstract class ListedThings(string kind) : ContractTests(kind)
{
    protected Things Listed { get; private set; } = null!;

    /// <summary>The id of segment a.</summary>
    protected int Marker { get; private set; }

    [SetUp]
    public async Task Furnish()
    {
        Listed = await FurnishAsync();
        await ExecuteAsync("DELETE FROM notifications WHERE type = 'VM'");
        foreach (var name in new[] { "a", "b", "c" })
        {
            Clock.Now += TimeSpan.FromSeconds(name == "c" ? 0 : 5);   // b and c in the same second
            var segment = await Seed.SegmentAsync("s-" + name, serviceType: name == "b" ? "compute" : "COMPUTE", enabled: name != "b");
            Marker = name == "a" ? segment.Id : Marker;
            var host = await Seed.HostAsync(Listed.Segment, "h-" + name, reserved: name == "a", onMaintenance: name == "b", type: name == "c" ? "kvm" : "KVM");
            var created = "UPDATE failover_segments SET created_at = @at WHERE id = @segment; UPDATE hosts SET created_at = @at WHERE id = @host";
            await ExecuteAsync(created, new { at = Clock.Now.WholeSeconds().ToText(), segment = segment.Id, host = host.Id });
            await NotifyAsync(host, name == "c" ? "PROCESS" : "VM", name == "a" ? "failed" : "finished", Guid.NewGuid());
        }
        await ExecuteAsync("UPDATE notifications SET generated_time = '2026-07-03 00:00:00.000000' WHERE type = 'PROCESS'");
    }

    /// <summary>The names of the listed rows, shortened to their last letters.</summary>
    protected static string Names(Answer answer, string collection)
    {
        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        Assert.That(answer.Json.AsObject().Select(member => member.Key), Is.EqualTo([collection]), "and no links");
        return string.Join(',', answer.Json[collection]!.AsArray().Select(row => Text(row, "name")[(Text(row, "name").IndexOf('-', StringComparison.Ordinal) + 1)..]));
    }
}
