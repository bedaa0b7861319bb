using System.Text.Json;

namespace Masakari.Tests.RealCloud.Clients;

/// <summary><c>openstack notification …</c>, and the commands that a running recovery blocks.</summary>
internal sealed class NotificationCommandTests : ClientInLab
{
    private const string Started = """{"event":"STARTED","host_status":"NORMAL","cluster_status":"ONLINE"}""";
    private const string Stopped = """{"event":"STOPPED","host_status":"NORMAL","cluster_status":"OFFLINE"}""";

    [OneTimeTearDown]
    public Task PutBackAsync() => TheLab.Lab.ResetAsync();

    [Test]
    public async Task Creates_shows_and_lists_notifications()
    {
        await RegisterAsync("shown", "compute1");
        var host = Text(await Shell.JsonAsync("segment host show shown compute1"), "uuid");

        var made = await Shell.JsonAsync($"notification create COMPUTE_HOST compute1 2026-01-02T03:04:05.678 {Started}");
        var mine = $"notification list --filters type=COMPUTE_HOST;source_host_uuid={host};generated-since=";
        var since = await Shell.JsonAsync($"{mine}2026-01-02T03:00:00 --sort generated_time:asc --limit 1");

        Assert.That((Text(made, "type"), Text(made, "source_host_uuid")), Is.EqualTo(("COMPUTE_HOST", host)));
        Assert.That(Text(made, "generated_time"), Does.StartWith("2026-01-02T03:04:05."));
        Assert.That(made.GetProperty("payload").GetProperty("cluster_status").GetString(), Is.EqualTo("ONLINE"));
        Assert.That(made.GetProperty("recovery_workflow_details").GetArrayLength(), Is.Zero, "Nothing was to be done.");
        Assert.That(since.EnumerateArray().Select(one => Text(one, "notification_uuid")), Is.EqualTo(new[] { Text(made, "notification_uuid") }));
        Assert.That((await Shell.JsonAsync($"{mine}2026-01-02T04:00:00")).GetArrayLength(), Is.Zero);
        var end = await Poll.UntilAsync("end", () => StatusAsync(made), status => status is not ("new" or "running"), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        Assert.That(end, Is.EqualTo("finished"));
        await Shell.DeleteAsync("segment delete shown");
    }

    [Test]
    public async Task Says_why_a_notification_was_refused()
    {
        await RegisterAsync("refused", "compute2");
        await Shell.JsonAsync($"notification create COMPUTE_HOST compute2 2026-01-02T03:04:05 {Started}");

        Assert.That(
            await Shell.RefusedAsync($"notification create COMPUTE_HOST compute2 2026-01-02T03:04:06 {Started}"),
            Does.StartWith("ConflictException: 409").And.EndsWith("Notification received from host compute2 of type COMPUTE_HOST is duplicate."));
        Assert.That(
            await Shell.RefusedAsync($"notification create COMPUTE_HOST compute9 2026-01-02T03:04:06 {Started}"),
            Does.StartWith("BadRequestException: 400").And.EndsWith("Host with name compute9 could not be found."));
        Assert.That(
            await Shell.RefusedAsync($"notification create COMPUTE_HOST compute2 soon {Started}"),
            Does.StartWith("BadRequestException: 400").And.EndsWith("'soon' is not a 'date-time'"));
        Assert.That(
            await Shell.RefusedAsync("notification create VM compute2 2026-01-02T03:04:06 {}"),
            Does.StartWith("BadRequestException: 400").And.EndsWith("'instance_uuid' is a required property"));
        Assert.That(
            await Shell.RefusedAsync("notification show 00000000-1111-2222-3333-444444444444"),
            Is.EqualTo("Notification not found: 00000000-1111-2222-3333-444444444444"));
        await Shell.JsonAsync("segment host update refused compute2 --on_maintenance True");
        Assert.That(
            await Shell.RefusedAsync($"notification create PROCESS compute2 2026-01-02T03:04:06 {Process("sshd")}"),
            Does.StartWith("ConflictException: 409").And.EndsWith("is ignored as the host is already under maintenance."));
        await Shell.DeleteAsync("segment delete refused");
    }

    /// <summary>The host is alive, so its recovery is put off and tried again for longer than this test runs.</summary>
    [Test]
    public async Task Changes_nothing_of_a_segment_under_recovery()
    {
        await RegisterAsync("busy", "compute3");
        await Shell.JsonAsync("segment host create compute4 COMPUTE SSH busy");
        await Shell.JsonAsync($"notification create COMPUTE_HOST compute3 {TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ss} {Stopped}");

        Assert.That(await Shell.DeleteAsync("segment delete busy"), Does.StartWith("ConflictException: 409").And.EndsWith("can't be deleted as it is in-use to process notifications."));
        Assert.That(
            await Shell.RefusedAsync("segment update busy --name idle"),
            Does.StartWith("ConflictException: 409").And.EndsWith("can't be updated as it is in-use to process notifications."));
        Assert.That(
            await Shell.RefusedAsync("segment host update busy compute4 --reserved True"),
            Does.StartWith("ConflictException: 409").And.EndsWith("can't be updated as it is in-use to process notifications."));
        Assert.That(
            await Shell.RefusedAsync("segment host delete busy compute4"),
            Does.StartWith("ConflictException: 409").And.EndsWith("can't be deleted as it is in-use to process notifications."));
        Assert.That(await NamesAsync("segment host list busy"), Has.Length.EqualTo(2));
    }

    private static string Process(string name) => JsonSerializer.Serialize(new { @event = "STOPPED", process_name = name });

    private async Task RegisterAsync(string segment, string host)
    {
        await Shell.JsonAsync($"segment create {segment} auto COMPUTE");
        await Shell.JsonAsync($"segment host create {host} COMPUTE SSH {segment}");
    }

    private async Task<string> StatusAsync(JsonElement made) => Text(await Shell.JsonAsync($"notification show {Text(made, "notification_uuid")}"), "status")!;
}
