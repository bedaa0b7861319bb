using System.Collections.Concurrent;
using Dapper;
using Masakari.Tests.Api.Contract;

namespace Masakari.Tests.Api;

/// <summary>64 clients create, update, delete and report in one segment at once: no error, no lost write, no row left over.</summary>
internal sealed class HammerTests(string kind) : ContractTests(kind)
{
    private const int Clients = 64;
    private readonly ConcurrentDictionary<int, int> statuses = new();
    private readonly ConcurrentBag<string> accepted = [];
    private readonly ConcurrentQueue<string> hosts = [];
    private Things things = null!;

    [SetUp]
    public async Task Furnish()
    {
        statuses.Clear();
        accepted.Clear();
        hosts.Clear();
        things = await FurnishAsync();
    }

    [Test]
    public Task Holds_for_1600_requests() => HammerAsync(sent => sent < 25);

    [Test, Explicit("Takes half a minute."), Category("Long")]
    public Task Holds_for_30_seconds()
    {
        var began = TimeProvider.System.GetTimestamp();
        return HammerAsync(_ => TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30));
    }

    private async Task HammerAsync(Func<int, bool> goesOn)
    {
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var dice = new Random(client);
            for (var sent = 0; goesOn(sent); sent++)
                await ActAsync(dice);
        })));

        await TestContext.Out.WriteLineAsync(string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value}")));
        Assert.That(statuses.Keys.Where(status => status is < 200 or >= 500), Is.Empty, string.Join('\n', Trouble.Lines.Take(3)));
        Assert.That(statuses.Keys, Is.SupersetOf([201, 202, 204, 409]), "all sorts of things happened");
        Assert.That(Trouble.Lines, Is.Empty);
        await AssertInvariantsAsync();
    }

    private async Task ActAsync(Random dice)
    {
        var (name, host) = ($"h{dice.Next(24)}", hosts.TryDequeue(out var known) ? known : NoId);
        var path = things.In($"/v1/segments/SEGMENT/hosts/{host}");
        switch (dice.Next(16))
        {
            case < 4: Note(await PostAsync(things.In("/v1/segments/SEGMENT/hosts"), NewHost.Replace("new", name, StringComparison.Ordinal)), "host", "uuid", hosts.Enqueue); break;
            case 4: Note(await Api.SendAsync("PUT", path, $$$"""{"host": {"name": "{{{name}}}"}}""")); break;
            case 5: Note(await Api.SendAsync("PUT", path, $$$"""{"host": {"control_attributes": "{{{dice.Next()}}}"}}""")); break;
            case 6: Note(await Api.SendAsync("DELETE", path)); return;
            case 7: Note(await Api.SendAsync("PUT", things.In("/v1/segments/SEGMENT"), $$$"""{"segment": {"description": "{{{dice.Next()}}}"}}""")); break;
            case 8: Note(await Api.SendAsync("DELETE", things.In("/v1/segments/SEGMENT/hosts/HOST"))); break;
            case 9: Note(await Api.GetAsync(things.In("/v1/segments/SEGMENT/hosts?limit=5"))); break;
            case 10: Note(await Api.GetAsync("/v1/notifications?status=new&limit=5")); break;
            case < 13: Note(await PostAsync("/v1/notifications", Report(name)), "notification", "notification_uuid", accepted.Add); break;
            case 13: Note(await PostAsync("/v1/segments", NewSegment.Replace("new", $"s{dice.Next(4)}", StringComparison.Ordinal))); break;
            default: await FinishAllAsync(); break;
        }
        if (host != NoId)
            hosts.Enqueue(host);
    }

    // The engine would end the notifications sooner or later; until then they block changes of the segment.
    private Task FinishAllAsync() => Database.TransactAsync(
        (connection, transaction) => connection.ExecuteAsync("UPDATE notifications SET status = 'finished' WHERE status = 'new'", transaction: transaction), default);

    private void Note(Answer answer, string envelope = "", string key = "", Action<string>? keep = null)
    {
        statuses.AddOrUpdate(answer.Status, 1, (_, count) => count + 1);
        if (answer.Status is 201 or 202)
            keep?.Invoke(Text(answer.Json[envelope], key));
    }

    private async Task AssertInvariantsAsync()
    {
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM hosts h JOIN failover_segments s ON s.uuid = h.failover_segment_id WHERE h.deleted = 0 AND s.deleted <> 0"), Is.Zero);
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM (SELECT name FROM hosts WHERE deleted = 0 GROUP BY name HAVING COUNT(*) > 1) twice"), Is.Zero);
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM (SELECT name FROM failover_segments WHERE deleted = 0 GROUP BY name HAVING COUNT(*) > 1) twice"), Is.Zero);
        await using var connection = await Database.OpenAsync(default);
        var stored = await connection.QueryAsync<string>("SELECT notification_uuid FROM notifications WHERE deleted = 0");
        Assert.That(stored, Is.EquivalentTo(accepted.Append($"{things.Notification}").Append($"{things.InstanceNotification}")), "each accepted report is there, no refused one is");
    }

    private static string Report(string host) =>
        NewNotification.Replace("c1", host, StringComparison.Ordinal).Replace("LIFECYCLE", $"{Guid.NewGuid()}", StringComparison.Ordinal);
}
