using System.Net;
using Masakari.Tests.Benchmarks;

namespace Masakari.Tests.Processes;

/// <summary>The published installation guide of the Python original works to the letter, on a real MariaDB.</summary>
[Category("Processes"), NonParallelizable]
internal sealed class GuideTests
{
    private GuideInstallation controller = null!;

    [SetUp]
    public async Task PrepareAsync() => controller = await GuideInstallation.PrepareAsync();

    [TearDown]
    public async Task ClearAsync()
    {
        if (controller is not null) await controller.DisposeAsync();
    }

    [TestCase("masakari-api", "masakari-engine")]
    [TestCase("masakari-engine", "masakari-api")]
    public async Task Its_programs_start_in_either_order(string first, string second)
    {
        await controller.FollowAsync(first, second);

        await controller.UntilSaysAsync("masakari-api.log", "is ready with role");
        var status = await controller.UntilSaysAsync("ha.log", "(alive.*\n.*){2}");
        Assert.That(status, Does.StartWith("HA is on\n"));
        Assert.That(controller.Read("sync.log"), Does.Match(@"^The database is up to date now: \d+ steps were run\.\n$"));
        Assert.That(controller.Read("status.log"), Does.Contain("| Check: Policy File JSON to YAML Migration |\n| Result: Success"));
        Assert.That(await ListSegmentsAsync(), Is.EqualTo("""{"segments": []}"""));
    }

    [Test]
    public async Task A_missing_paste_file_is_a_note()
    {
        await controller.FollowAsync("masakari-api", "masakari-engine", beforeStart: "rm /etc/masakari/api-paste.ini");

        await controller.UntilSaysAsync("masakari-api.log", "is ready with role");

        Assert.That(controller.Read("masakari-api.log"), Does.Match(
            @" INF .*Settings without effect: .*\[wsgi\] api_paste_config \(the paste file is not read"));
    }

    private async Task<string> ListSegmentsAsync()
    {
        using var http = new HttpClient { BaseAddress = controller.Root };
        http.DefaultRequestHeaders.Add("X-Auth-Token", await BareNova.TokenAsync(controller.Cloud));
        using var answer = await http.GetAsync(new Uri("v1/segments", UriKind.Relative));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await answer.Content.ReadAsStringAsync();
    }
}
