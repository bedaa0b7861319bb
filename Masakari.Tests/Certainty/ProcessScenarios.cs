using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>Evidence about a host whose nova-compute was reported before the host itself.</summary>
public sealed class ProcessScenarios
{
    [Test]
    public async Task The_operator_s_word_from_before_the_host_s_report_still_counts()
    {
        await using var masakari = await BeginAsync();
        masakari.Cloud.KillHost("c1");
        await masakari.PassAsync(100);
        await masakari.ConfirmDownAsync("c1");
        await masakari.PassAsync(5);
        var reported = masakari.Clock.GetUtcNow();

        Assert.That(await masakari.EndAsync(await masakari.NotifyAsync("c1")), Is.EqualTo("finished"));

        Assert.That((masakari.Cloud.AllEvacuations()[0].AcceptedAt - reported).TotalSeconds, Is.LessThan(60));
    }

    [Test]
    public async Task A_host_whose_nova_compute_runs_again_is_no_dead_host()
    {
        await using var masakari = await BeginAsync();
        masakari.Cloud.ReviveHost("c1");
        await masakari.PassAsync(60);

        Assert.That(await masakari.EndAsync(await masakari.NotifyAsync("c1")), Is.EqualTo("failed"), "a false alarm");

        Assert.That(masakari.Evacuates(), Is.Zero);
        Assert.That(masakari.Cloud.Host("c1").DisabledReason, Is.EqualTo("Masakari detected process failure."), "not the host recovery's disable");
    }

    /// <summary>nova-compute of c1 is silent, reported, and disabled.</summary>
    private static async Task<MasakariScenario> BeginAsync()
    {
        var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.SilenceHost("c1");
        var payload = new Dictionary<string, string> { ["event"] = "STOPPED", ["process_name"] = "nova-compute" };
        await masakari.EndAsync(await masakari.NotifyAsync("PROCESS", "c1", payload));
        await masakari.PassAsync(300);
        return masakari;
    }
}
