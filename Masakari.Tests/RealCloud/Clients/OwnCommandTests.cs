using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Masakari.Tests.RealCloud.Clients;

/// <summary>
/// The client verbs of <c>masakari</c> with a password of the real Keystone. What they print is compared, character by character, with what
/// Debian's <c>openstack</c> prints for the same question, as table and as JSON. That client has no vmoves: they are compared with the API.
/// </summary>
internal sealed class OwnCommandTests : ClientInLab
{
    private const string Stopped = """{"event": "STOPPED", "host_status": "NORMAL", "cluster_status": "OFFLINE"}""";
    private static readonly string[] Formats = ["table", "json", "yaml", "value", "csv"];

    private OwnClient own = null!;

    [OneTimeSetUp]
    public void LogIn() => own = new OwnClient(TheLab.Lab.Account);

    [Test]
    public async Task Segments()
    {
        var made = await own.TextAsync("segment", "create", "own-1", "auto", "COMPUTE", "--description", "row B");
        Assert.That(made, Is.EqualTo(await Shell.TextAsync("segment", "show", "own-1")), "create");
        made = await own.TextAsync("segment", "create", "own-2", "rh_priority", "COMPUTE", "--is-enabled", "False", "-f", "json");
        Assert.That(made, Is.EqualTo(await Shell.TextAsync("segment", "show", "own-2", "-f", "json")), "create, JSON");
        await SameAsync("segment list");
        await SameAsync("segment list --sort name:asc --filters recovery_method=auto;service_type=COMPUTE");
        await SameAsync("segment list --filters service_type=NONE");
        await SameAsync("segment show own-1");
        await SameAsync($"segment show {JsonNode.Parse(made)!["uuid"]}");
        await SameAsync("segment show own-2 -c name -c is_enabled");
        var changed = await own.TextAsync("segment", "update", "own-2", "--name", "own-3", "--recovery_method", "auto_priority");
        Assert.That(changed, Is.EqualTo(await Shell.TextAsync("segment", "show", "own-3")), "update");
        changed = await own.TextAsync("segment", "update", "own-3", "--description", "schön", "-f", "json");
        Assert.That(changed, Is.EqualTo(await Shell.TextAsync("segment", "show", "own-3", "-f", "json")), "update, JSON");

        Assert.That(await own.TextAsync("segment", "delete", "own-1"), Is.EqualTo("Segment deleted: own-1\n"));
        Assert.That(await Shell.DeleteAsync("segment delete own-3"), Is.EqualTo("Segment deleted: own-3"), "as the other client says it");
    }

    [Test]
    public async Task Hosts()
    {
        await own.TextAsync("segment", "create", "own-hosts", "auto", "COMPUTE");
        var made = await own.TextAsync("host", "create", "compute1", "COMPUTE", "SSH", "own-hosts");
        Assert.That(made, Is.EqualTo(await Shell.TextAsync("segment", "host", "show", "own-hosts", "compute1")), "create");
        made = await own.TextAsync("host", "create", "compute2", "SPARE", "SSH", "own-hosts", "--reserved", "True", "-f", "json");
        var theirs = await Shell.TextAsync("segment", "host", "show", "own-hosts", "compute2", "-f", "json");
        Assert.That(made, Is.EqualTo(theirs), "create, JSON");
        await SameAsync("segment host list own-hosts");
        await SameAsync("segment host list own-hosts --sort name:asc --filters reserved=True");
        await SameAsync("segment host show own-hosts compute2");
        await SameAsync($"segment host show own-hosts {JsonNode.Parse(made)!["uuid"]}");
        var changed = await own.TextAsync("host", "update", "own-hosts", "compute2", "--reserved", "False", "--control_attributes", "IPMI");
        Assert.That(changed, Is.EqualTo(await Shell.TextAsync("segment", "host", "show", "own-hosts", "compute2")), "update");

        Assert.That(await own.TextAsync("host", "delete", "own-hosts", "compute2"), Is.EqualTo("Host deleted: compute2\n"));
        Assert.That(await Shell.DeleteAsync("segment host delete own-hosts compute1"), Is.EqualTo("Host deleted: compute1"));
        await own.TextAsync("segment", "delete", "own-hosts");
    }

    [Test]
    public async Task Notifications_and_the_vmoves_of_a_real_recovery()
    {
        await TheLab.Lab.ResetAsync();
        await own.TextAsync("segment", "create", "own-recovery", "auto", "COMPUTE");
        foreach (var host in new[] { "compute1", "compute2", "compute3", "compute4" })
            await own.TextAsync("host", "create", host, "COMPUTE", "SSH", "own-recovery");
        await TheLab.Lab.BootAsync("compute3", 2);
        await TheLab.Lab.KillAsync("compute3");
        var uuid = (await own.TextAsync(
            "notification", "create", "COMPUTE_HOST", "compute3", "now", Stopped, "-f", "value", "-c", "notification_uuid")).Trim();

        var watched = await own.TextAsync("notification", "watch", uuid);

        Assert.That(watched, Does.Contain("EvacuateInstancesTask: success").And.Contain("  notification: finished\n"));
        await SameAsync("notification list");
        await SameAsync("notification list --sort type:asc --filters status=finished;type=COMPUTE_HOST");
        await SameAsync($"notification show {uuid}");
        await SameAsVMovesAsync(uuid);
        await TheLab.Lab.StartAsync("compute3", "gone");
        await TheLab.Lab.ResetAsync();
    }

    /// <summary>A token that was given back counts as one that has expired: Keystone knows neither.</summary>
    [Test]
    public async Task Says_what_to_do_when_the_token_is_no_longer_valid()
    {
        var token = (await Shell.TextAsync("token", "issue", "-f", "value", "-c", "id")).Trim();
        var account = TheLab.Lab.Account
            .Where(one => one.Key is not ("OS_USERNAME" or "OS_PASSWORD" or "OS_USER_DOMAIN_NAME")).ToDictionary();
        var withToken = new OwnClient(new Dictionary<string, string>(account) { ["OS_AUTH_TYPE"] = "v3token", ["OS_TOKEN"] = token });
        await withToken.TextAsync("segment", "list");
        await Shell.TextAsync("token", "revoke", token);

        var message = await withToken.RefusedAsync("segment", "list");

        Assert.That(message, Does.StartWith("masakari: Keystone: log in").And.Contain(": 404 ").Or.Contain(": 401 "));
        Assert.That(message, Does.Contain(
            "; the login is wrong or has expired: check OS_USERNAME, OS_PASSWORD and the domains, or get a new token"));
    }

    private async Task SameAsync(string question)
    {
        foreach (var format in question.Contains(" show ", StringComparison.Ordinal) ? Formats[..^1] : Formats)   // it shows no item as CSV
        {
            string[] words = [.. question.Split(' '), "-f", format];
            var (ours, theirs) = (await own.TextAsync(words), await Shell.TextAsync(words));
            if (format == "yaml")
                Assert.That(Yaml(ours), Is.EqualTo(Yaml(theirs)), string.Join(' ', words));   // the openstack client breaks long lines
            else
                Assert.That(ours, Is.EqualTo(theirs), string.Join(' ', words));
        }
    }

    private static YamlNode Yaml(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return yaml.Documents[0].RootNode;
    }

    private async Task SameAsVMovesAsync(string notification)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{TheLab.Lab["LAB_MASAKARI_PORT"]}/v1/") };
        http.DefaultRequestHeaders.Add("X-Auth-Token", (await Shell.TextAsync("token", "issue", "-f", "value", "-c", "id")).Trim());
        http.DefaultRequestHeaders.Add("OpenStack-API-Version", "instance-ha 1.3");
        var answer = await http.GetStringAsync(new Uri($"notifications/{notification}/vmoves", UriKind.Relative));
        var api = JsonNode.Parse(answer)!["vmoves"]!.AsArray();
        (string Column, string Field)[] columns =
        [
            ("uuid", "uuid"), ("server_id", "instance_uuid"), ("server_name", "instance_name"), ("source_host", "source_host"),
            ("dest_host", "dest_host"), ("start_time", "start_time"), ("end_time", "end_time"), ("type", "type"), ("status", "status"),
        ];

        var listed = JsonNode.Parse(await own.TextAsync("vmove", "list", notification, "-f", "json"))!.AsArray();
        var table = await own.TextAsync("notification", "vmove", "list", notification);
        var shown = JsonNode.Parse(await own.TextAsync("vmove", "show", notification, $"{api[0]!["instance_name"]}", "-f", "json"))!;

        Assert.That(api, Has.Count.EqualTo(2));
        Assert.That(listed.ToJsonString(), Is.EqualTo(new JsonArray([.. api.Select(move => new JsonObject(
            columns.Select(column => KeyValuePair.Create(column.Column, move![column.Field]?.DeepClone()))))]).ToJsonString()));
        Assert.That(table.Split('\n')[1].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Is.EqualTo(columns.Select(column => column.Column)));
        foreach (var move in api) Assert.That(table, Does.Contain($"| {move!["instance_name"]} ").And.Contain($"{move["end_time"]}"));
        Assert.That(columns.Select(column => $"{shown[column.Column]}"), Is.EqualTo(columns.Select(column => $"{api[0]![column.Field]}")));
    }
}
