using Dapper;
using Masakari.Core.Hosts;
using Masakari.Tests.Api.Contract;

namespace Masakari.Tests.Api.Fuzz;

/// <summary>For any request: no 5xx, no error in the log, and a rejected request changes nothing.</summary>
internal sealed class FuzzTests(string kind) : ContractTests(kind)
{
    // The columns that a request may change; long texts by their length.
    private const string State = """
        SELECT (SELECT CONCAT(COUNT(*), ' ', COALESCE(SUM(deleted), 0), ' ', COALESCE(SUM(LENGTH(name) + LENGTH(COALESCE(description, '-'))), 0), ' ', COALESCE(SUM(enabled), 0), ' ', COALESCE(MAX(updated_at), '')) FROM failover_segments) AS segments,
               (SELECT CONCAT(COUNT(*), ' ', COALESCE(SUM(deleted), 0), ' ', COALESCE(SUM(LENGTH(name) + LENGTH(control_attributes) + LENGTH(type)), 0), ' ', COALESCE(SUM(reserved + 7 * on_maintenance), 0), ' ', COALESCE(MAX(updated_at), '')) FROM hosts) AS hosts,
               (SELECT CONCAT(COUNT(*), ' ', COALESCE(MAX(updated_at), '')) FROM notifications) AS notifications
        """;

    private Things things = null!;

    [SetUp]
    public async Task Furnish()
    {
        Trouble.Clear();
        things = await FurnishAsync();
    }

    [Test]
    public Task Survives_2000_odd_requests() => FuzzAsync(seed: 7, count: 2000);

    [Test, Explicit("Takes a minute or two."), Category("Long")]
    public Task Survives_20_000_odd_requests() => FuzzAsync(TestContext.CurrentContext.Random.Next(), count: 20_000);

    private async Task FuzzAsync(int seed, int count)
    {
        await TestContext.Out.WriteLineAsync($"seed {seed}");
        var ids = new List<string> { $"{things.Segment.Uuid}", $"{things.Host.Uuid}", $"{things.Notification}", $"{things.InstanceNotification}", $"{things.VMove}" };
        var fuzzer = new RequestFuzzer(new Random(seed), ids);
        var statuses = new SortedDictionary<int, int>();
        var state = await StateAsync();
        for (var number = 0; number < count; number++)
        {
            if (number % 40 == 0 && await RegisterAgainAsync(number) is { } host)
            {
                ids.AddRange([$"{host.Uuid}", $"{host.Segment.Uuid}"]);
                state = await StateAsync();
            }
            var request = fuzzer.Next();
            Clock.Now += TimeSpan.FromSeconds(1);   // so that a change shows in updated_at
            var told = $"seed {seed}, request {number}: {request}";
            var answer = await Api.SendRawAsync(request.Method, request.Path, request.Body, request.Headers);
            statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
            Assert.That(answer.Status, Is.InRange(200, 499), told);
            Assert.That(Trouble.Lines, Is.Empty, told);
            if (request.Method is "GET" or "HEAD" or "OPTIONS" && number % 50 != 0)
                continue;
            var now = await StateAsync();
            if (answer.Status >= 300)
                Assert.That(now, Is.EqualTo(state), told);
            state = now;
        }
        await TestContext.Out.WriteLineAsync(string.Join(", ", statuses.Select(status => $"{status.Key}: {status.Value}")));
        Assert.That(statuses.Keys, Is.SupersetOf([200, 201, 202, 204, 400, 404, 405, 409, 415]), "all sorts of requests were made");
    }

    // Registers the host of the reports again when a request has deleted it.
    private async Task<ComputeHost?> RegisterAgainAsync(int number) =>
        await new HostRepository(Database).FindByNameAsync("c1", default) is null ? await Seed.HostAsync(await Seed.SegmentAsync($"again {number}"), "c1") : null;

    private async Task<string> StateAsync()
    {
        await using var connection = await Database.OpenAsync(default);
        return string.Join(" | ", ((IDictionary<string, object?>)await connection.QuerySingleAsync(State)).Values);
    }
}
