using Masakari.Host.Sandbox;

namespace Masakari.Tests.Exerciser;

/// <summary>What happens to compute hosts.</summary>
internal static class HostDeeds
{
    public static async Task DieAsync(StoryStage stage, string host)
    {
        if (!stage.Cloud.Host(host).IsAlive) return;
        stage.Kill(host);
        await stage.ReportAsync(host);
    }

    public static async Task AnotherDiesAsync(StoryStage stage, Random random)
    {
        if (stage.Dead().Count >= 3 || stage.Takers() < 2) return;
        var living = stage.Living();
        await DieAsync(stage, living[random.Next(living.Count)]);
    }

    public static async Task CutAsync(StoryStage stage, Random random)
    {
        if (stage.Dead().Count >= 3 || stage.Takers() < 2) return;
        var living = stage.Living();
        var host = living[random.Next(living.Count)];
        stage.Silence(host);
        await stage.ReportAsync(host);
    }

    public static string? Return(StoryStage stage, Random random, GuestsAfterRestart guests)
    {
        if (stage.Dead() is not { Count: > 0 } dead) return null;
        var host = dead[random.Next(dead.Count)];
        if (stage.Truth.ForcedDown.ContainsKey(host)) return null;   // the operator keeps it off
        var stopped = stage.Cloud.InstancesOn(host).Where(server => server is { VmState: "active", TaskState: null, GuestRuns: false }).ToList();
        stage.Cloud.ReviveHost(host, guests);
        if (guests == GuestsAfterRestart.Run) stopped.Clear();
        stage.Truth.NoteReturn(host, stage.Masakari.Clock.GetUtcNow(), stopped);
        return host;
    }

    public static async Task DieAgainAsync(StoryStage stage, Random random)
    {
        if (Return(stage, random, GuestsAfterRestart.Run) is not { } host) return;
        await stage.PassAsync(random.Next(5, 40));
        await DieAsync(stage, host);
    }

    public static async Task ForceDownAsync(StoryStage stage, Random random)
    {
        if (stage.Dead() is not { Count: > 0 } dead) return;
        var host = dead[random.Next(dead.Count)];
        stage.Cloud.ForceDown(host);
        stage.Truth.ForcedDown.TryAdd(host, stage.Masakari.Clock.GetUtcNow());
        if (random.Next(2) == 0) return;
        await stage.PassAsync(random.Next(1, 20));
        stage.Truth.ForcedDown.Remove(host);
        stage.Truth.ForcedDownUntil[host] = stage.Masakari.Clock.GetUtcNow();
        stage.Cloud.WriteService(host, forcedDown: false);
    }

    /// <summary>On a host whose recovery does not run: a flag that comes while we look is a declaration, not a forgotten one.</summary>
    public static async Task ForgetForcedDownAsync(StoryStage stage, Random random)
    {
        var living = stage.Living().Except(stage.Truth.Reports.Where(report => report.End is null).Select(report => report.Host)).ToList();
        if (living.Count == 0 || stage.Takers() < 2) return;
        var host = living[random.Next(living.Count)];
        stage.Cloud.ForceDown(host);
        stage.Truth.ForcedDown.TryAdd(host, stage.Masakari.Clock.GetUtcNow());
        stage.Truth.Failures.Add((host, stage.Masakari.Clock.GetUtcNow()));   // as good as dead
        await stage.PassAsync(random.Next(60, 120));
        await stage.ReportAsync(host);
    }

    public static async Task ConfirmDownAsync(StoryStage stage, Random random)
    {
        if (stage.Dead() is not { Count: > 0 } dead) return;
        var host = dead[random.Next(dead.Count)];
        await stage.Control.ConfirmDownAsync(host, "operator", default);
        stage.Truth.ConfirmedDown[host] = stage.Masakari.Clock.GetUtcNow();
    }

    public static async Task LoseBusAsync(StoryStage stage, Random random)
    {
        stage.Truth.Outages.Add(stage.Masakari.Clock.GetUtcNow());
        stage.Cloud.LoseBus(TimeSpan.FromSeconds(random.Next(30, 120)));
        await stage.PassAsync(random.Next(1, 10));
        await ReportFalselyAsync(stage, random);
    }

    public static Task ReportFalselyAsync(StoryStage stage, Random random)
    {
        var living = stage.Living();
        return stage.ReportAsync(living.Contains("c2") ? "c2" : living[random.Next(living.Count)]);
    }

    public static void WriteService(StoryStage stage, Random random)
    {
        if (stage.Dead() is not { Count: > 0 } dead) return;
        var host = dead[random.Next(dead.Count)];
        var reason = $"power supply broken, ticket {random.Next(10_000)}";
        stage.Cloud.WriteService(host, disabled: true, reason: reason);
        stage.Truth.Reasons[host] = reason;
    }

    /// <summary>A recovery has enabled it.</summary>
    public static void DisableSpare(StoryStage stage, Random random)
    {
        var taken = stage.Plan.Spares.Where(name => stage.Cloud.Host(name) is { IsAlive: true, IsDisabled: false }).ToList();
        if (taken.Count == 0) return;
        var (host, reason) = (taken[random.Next(taken.Count)], $"not this one, ticket {random.Next(10_000)}");
        stage.Cloud.WriteService(host, disabled: true, reason: reason);
        stage.Truth.Reasons[host] = reason;
    }
}
