namespace Masakari.Tests.Api.Contract;

/// <summary>Two concurrent requests end as if one had come after the other.</summary>
internal sealed class RaceTests(string kind) : ContractTests(kind)
{
    private const int Rounds = 8;
    private Things things = null!;

    [SetUp]
    public async Task Furnish() => things = await FurnishAsync();

    [Test]
    public Task Accepts_one_of_two_equal_reports() => RaceAsync(async _ =>
    {
        await ExecuteAsync("DELETE FROM notifications");
        return (() => PostAsync("/v1/notifications", NewNotification), () => PostAsync("/v1/notifications", NewNotification));
    }, (202, 409));

    [Test]
    public async Task Gives_a_host_name_once_over_two_segments()
    {
        var other = await Seed.SegmentAsync("s2");

        await RaceAsync(round => Task.FromResult<(Func<Task<Answer>>, Func<Task<Answer>>)>((
            () => PostAsync(things.In("/v1/segments/SEGMENT/hosts"), NewHost.Replace("new", $"n{round}", StringComparison.Ordinal)),
            () => PostAsync($"/v1/segments/{other.Uuid}/hosts", NewHost.Replace("new", $"n{round}", StringComparison.Ordinal)))), (201, 409));
    }

    [Test]
    public Task Gives_a_segment_name_once() => RaceAsync(round => Task.FromResult<(Func<Task<Answer>>, Func<Task<Answer>>)>((
        () => PostAsync("/v1/segments", NewSegment.Replace("new", $"n{round}", StringComparison.Ordinal)),
        () => PostAsync("/v1/segments", NewSegment.Replace("new", $"n{round}", StringComparison.Ordinal)))), (201, 409));

    [Test]
    public Task Renames_one_of_two_segments_to_a_name() => RaceAsync(async round =>
    {
        var (one, two) = (await Seed.SegmentAsync($"one{round}"), await Seed.SegmentAsync($"two{round}"));
        var body = $$$"""{"segment": {"name": "n{{{round}}}"}}""";
        return (() => Api.SendAsync("PUT", $"/v1/segments/{one.Uuid}", body), () => Api.SendAsync("PUT", $"/v1/segments/{two.Uuid}", body));
    }, (200, 409));

    [Test]
    public Task Renames_one_of_two_hosts_to_a_name() => RaceAsync(async round =>
    {
        var (one, two) = (await Seed.HostAsync(things.Segment, $"one{round}"), await Seed.HostAsync(things.Segment, $"two{round}"));
        var body = $$$"""{"host": {"name": "n{{{round}}}"}}""";
        return (() => Api.SendAsync("PUT", things.In($"/v1/segments/SEGMENT/hosts/{one.Uuid}"), body),
                () => Api.SendAsync("PUT", things.In($"/v1/segments/SEGMENT/hosts/{two.Uuid}"), body));
    }, (200, 409));

    [Test]
    public Task Gives_a_segment_name_to_a_new_one_or_a_renamed_one() => RaceAsync(async round =>
    {
        var old = await Seed.SegmentAsync($"old{round}");
        return (() => Api.SendAsync("PUT", $"/v1/segments/{old.Uuid}", $$$"""{"segment": {"name": "n{{{round}}}"}}"""),
                () => PostAsync("/v1/segments", NewSegment.Replace("new", $"n{round}", StringComparison.Ordinal)));
    }, (200, 409), (409, 201));

    [Test]
    public Task Gives_a_host_name_to_a_new_one_or_a_renamed_one() => RaceAsync(async round =>
    {
        var old = await Seed.HostAsync(await Seed.SegmentAsync($"s-{round}"), $"old{round}");
        return (() => Api.SendAsync("PUT", $"/v1/segments/{old.Segment.Uuid}/hosts/{old.Uuid}", $$$"""{"host": {"name": "n{{{round}}}"}}"""),
                () => PostAsync(things.In("/v1/segments/SEGMENT/hosts"), NewHost.Replace("new", $"n{round}", StringComparison.Ordinal)));
    }, (200, 409), (409, 201));

    [Test]
    public Task Frees_a_name_or_refuses_it() => RaceAsync(async round =>
    {
        var old = await Seed.SegmentAsync($"n{round}");
        return (() => Api.SendAsync("DELETE", $"/v1/segments/{old.Uuid}"), () => PostAsync("/v1/segments", NewSegment.Replace("new", $"n{round}", StringComparison.Ordinal)));
    }, (204, 201), (204, 409));

    [Test]
    public async Task Leaves_no_host_in_a_deleted_segment()
    {
        await RaceAsync(async round =>
        {
            var segment = await Seed.SegmentAsync($"s-{round}");
            return (() => Api.SendAsync("DELETE", $"/v1/segments/{segment.Uuid}"),
                    () => PostAsync($"/v1/segments/{segment.Uuid}/hosts", NewHost.Replace("new", $"n{round}", StringComparison.Ordinal)));
        }, (204, 201), (204, 404));

        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM hosts h JOIN failover_segments s ON s.uuid = h.failover_segment_id WHERE h.deleted = 0 AND s.deleted <> 0"), Is.Zero);
    }

    // Several reports, so that some still wait for their turn when the host is deleted.
    [TestCase("/v1/segments/{0}/hosts/{1}")]
    [TestCase("/v1/segments/{0}")]
    public async Task Deletes_a_host_or_accepts_its_reports(string path)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var host = await Seed.HostAsync(await Seed.SegmentAsync($"s-{round}"), $"n{round}");
            var report = NewNotification.Replace("c1", host.Name, StringComparison.Ordinal);

            var deletion = Api.SendAsync("DELETE", string.Format(null, path, host.Segment.Uuid, host.Uuid));
            var reports = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => PostAsync("/v1/notifications", report.Replace("0b2a6f6a7d55", $"{i:x12}", StringComparison.Ordinal))));

            Assert.That(reports.Select(answer => answer.Status), Is.All.EqualTo((await deletion).Status == 204 ? 400 : 202));
            Assert.That((await deletion).Status, Is.AnyOf(204, 409));
        }
    }

    /// <summary>
    /// Runs both concurrently, several times; each time the two statuses must be one of the pairs (for equal requests in any order).
    /// </summary>
    private static async Task RaceAsync(Func<int, Task<(Func<Task<Answer>> One, Func<Task<Answer>> Other)>> prepare, params (int One, int Other)[] allowed)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (one, other) = await prepare(round);
            var answers = await Task.WhenAll(one(), other());
            var ended = (answers[0].Status, answers[1].Status);

            Assert.That(allowed.Length == 1 && ended.Item1 > ended.Item2 ? (ended.Item2, ended.Item1) : ended, Is.AnyOf(allowed), answers[0].Body + answers[1].Body);
        }
    }
}
