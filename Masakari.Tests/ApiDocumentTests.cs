using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dapper;
using Masakari.Core.Persistence;
using Masakari.Tests.Api;
using Masakari.Tests.Persistence;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Masakari.Tests;

/// <summary>docs/api.md shows the service's real answers. <c>MASAKARI_ACCEPT=1</c> writes the answers into the document.</summary>
public sealed partial class ApiDocumentTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SettableClock clock = new() { Now = new(2026, 7, 2, 8, 15, 0, TimeSpan.Zero) };
    private readonly Dictionary<string, string> variables = [];
    private readonly Dictionary<string, string> uuids = [];
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync(clock: clock);

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task Shows_every_call_with_its_true_answer()
    {
        var path = Checkout.File("docs", "api.md");
        var document = (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n");
        var written = new StringBuilder();
        var end = 0;
        var calls = 0;
        foreach (Match part in Part().Matches(document))
        {
            written.Append(document, end, part.Index - end);
            end = part.Index + part.Length;
            if (part.Groups["command"] is { Success: true, Value: var command })
            {
                written.Append("```console\n$ ").Append(command).Append('\n').Append(await AnswerAsync(command)).Append("```\n");
                calls++;
                continue;
            }

            await RecoverAsync();
            written.Append(part.Value);
        }

        written.Append(document, end, document.Length - end);

        if (Environment.GetEnvironmentVariable("MASAKARI_ACCEPT") == "1")
            await File.WriteAllTextAsync(path, written.ToString());
        Assert.That(calls, Is.GreaterThan(20));
        Assert.That((await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n"), Is.EqualTo(written.ToString()));
    }

    private async Task<string> AnswerAsync(string command)
    {
        var call = DocumentedCall.Parse(command);
        var url = variables.Aggregate(call.Url, (text, variable) => text.Replace("$" + variable.Key, variable.Value, StringComparison.Ordinal))
            .Replace("$API", "/v1", StringComparison.Ordinal).Replace("$ROOT", "", StringComparison.Ordinal);
        Assert.That(url, Does.StartWith("/").And.Not.Contains("$"), command);
        foreach (Match shown in Uuid().Matches(call.Body ?? ""))
            uuids.TryAdd(shown.Value, shown.Value);
        clock.Now += TimeSpan.FromSeconds(10);
        var answer = await api.SendAsync(call.Method, url, call.Body, [.. call.Headers, ("Host", "controller:15868")]);
        var isJson = answer.Header("Content-Type")?.StartsWith("application/json", StringComparison.Ordinal) == true && answer.Body.Length > 0;
        if (isJson)
            Learn(answer.Json);
        var body = isJson ? answer.Json.ToJsonString(Indented) : answer.Body.TrimEnd();
        return $"{answer.Status} {ReasonPhrases.GetReasonPhrase(answer.Status)}\n{Settled(body)}" + (body.Length > 0 ? "\n" : "");
    }

    private void Learn(JsonNode answer)
    {
        foreach (var (variable, path) in new[]
        {
            ("SEGMENT", "segment.uuid"), ("HOST", "host.uuid"), ("NOTIFICATION", "notification.notification_uuid"), ("VMOVE", "vmove.uuid"),
        })
        {
            var parts = path.Split('.');
            if ((answer[parts[0]] ?? answer[parts[0] + "s"]?.AsArray().FirstOrDefault())?[parts[1]] is { } uuid)
                variables[variable] = uuid.GetValue<string>();
        }
    }

    // Each uuid that no call names gets a fixed replacement, in the order of appearance.
    private string Settled(string text) => Uuid().Replace(text, found =>
    {
        if (!uuids.TryGetValue(found.Value, out var face))
            uuids[found.Value] = face = $"6b0c3c5e-5d8a-4a53-9a53-{uuids.Count + 1:D12}";
        return face;
    });

    private async Task RecoverAsync() => await api.Services.GetRequiredService<Database>().TransactAsync((connection, transaction) => connection.ExecuteAsync("""
        UPDATE notifications SET status = 'finished', updated_at = '2026-07-02 08:19:02' WHERE notification_uuid = @notification;
        INSERT INTO recovery_progress (notification_uuid, flow, task, state, progress, at, message) VALUES
            (@notification, 1, 'DisableComputeServiceTask', 'SUCCESS', 0.0, '2026-07-02 08:15:31.204000', 'Disabling compute service on host: ''compute-07'''),
            (@notification, 1, 'DisableComputeServiceTask', 'SUCCESS', 1.0, '2026-07-02 08:18:34.517000', 'Disabled compute service on host: ''compute-07''');
        INSERT INTO vmoves (created_at, updated_at, deleted, uuid, notification_uuid, instance_uuid, instance_name, source_host, dest_host, start_time, end_time, type, status)
        VALUES ('2026-07-02 08:18:34', '2026-07-02 08:19:02', 0, @vmove, @notification, @instance, 'db-1', 'compute-07', 'compute-09',
                '2026-07-02 08:18:34.740267', '2026-07-02 08:19:02.163602', 'evacuation', 'succeeded')
        """, new { notification = variables["NOTIFICATION"], vmove = Guid.NewGuid().ToString(), instance = Guid.NewGuid().ToString() }, transaction), default);

    [GeneratedRegex(@"```console\n\$ (?<command>.*)\n(?:(?!```).*\n)*```\n|<!-- recovered -->\n")]
    private static partial Regex Part();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uuid();
}
