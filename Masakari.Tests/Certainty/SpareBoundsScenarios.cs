using System.Net.Http.Json;
using System.Text.Json;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>Reserved hosts that a recovery leaves alone, and what it leaves alone on those that it takes.</summary>
public sealed class SpareBoundsScenarios
{
    [Test]
    public async Task A_spare_of_another_segment_is_not_taken()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", [], "vm1");
        masakari.Cloud.AddHost("other", enabled: false);
        await RegisterSpareElsewhereAsync(masakari, "other");

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("failed"));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("has no reserved host"));
        Assert.That((await masakari.SpareAsync("other"), masakari.Evacuates()), Is.EqualTo(((true, false), 0)));
    }

    /// <summary>Its operators use it like any other host, and want it first in line all the same.</summary>
    [Test]
    public async Task A_spare_that_was_enabled_before_is_enabled_when_it_is_given_back()
    {
        await using var masakari = await SpareStory.BeginAsync("rh_priority", ["s1:0"], "vm1");
        masakari.Cloud.WriteService("s1", disabled: false);

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "c2" })));
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((true, true)));
    }

    /// <summary>Its nova-compute was reported: it is on maintenance, although Nova still calls it up.</summary>
    [Test]
    public async Task A_spare_whose_nova_compute_has_stopped_is_not_taken()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1", "s2"], "vm1");
        masakari.Cloud.SilenceHost("s2");
        var process = new Dictionary<string, string> { ["event"] = "STOPPED", ["process_name"] = "nova-compute" };
        Assert.That(await masakari.EndAsync(await masakari.NotifyAsync("PROCESS", "s2", process)), Is.EqualTo("finished"));

        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");

        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "s1" })));
        Assert.That((await masakari.SpareAsync("s2"), masakari.Cloud.Host("s2").DisabledReason), Is.EqualTo(((true, false), "spare")));
        Assert.That(await masakari.DetailsAsync(notification), Does.Not.Contain("s2"), "it was no candidate");
    }

    /// <summary>The operator has no spare left, and makes the one that was used up a spare again for the next failure.</summary>
    [Test]
    public async Task A_spare_that_an_operator_reserves_again_is_taken_again()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1"], "vm1");
        masakari.Cloud.AddServer("c2", "vm2");
        Assert.That(await masakari.EndAsync(await masakari.KillAndReportAsync("c1")), Is.EqualTo("finished"));
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((false, true)));

        await masakari.ChangeHostAsync("s1", new { reserved = true });
        var second = await masakari.KillAndReportAsync("c2");
        masakari.Cloud.ForceDown("c2");

        Assert.That((await masakari.EndAsync(second), masakari.HostsOf("vm1", "vm2")), Is.EqualTo(("finished", new[] { "s1", "s1" })));
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((false, true)));
    }

    private static async Task RegisterSpareElsewhereAsync(MasakariScenario masakari, string name)
    {
        var segments = new Uri("http://masakari/v1/segments");
        var segment = new { name = "s2", recovery_method = "reserved_host", service_type = "COMPUTE" };
        using var added = await masakari.Life.Api.PostAsJsonAsync(segments, new { segment });
        var shown = await added.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        var uuid = shown.GetProperty("segment").GetProperty("uuid");
        var host = new { name, type = "COMPUTE", control_attributes = "SSH", reserved = true };
        using var registered = await masakari.Life.Api.PostAsJsonAsync(new Uri($"{segments}/{uuid}/hosts"), new { host });
        registered.EnsureSuccessStatusCode();
    }
}
