using Masakari.Core.Recovery.Evacuation;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>
/// A cloud, a dead host and faults, all derived from one number. Every fault ends within two and a half minutes, so that the
/// retries are always enough for a good end.
/// </summary>
internal sealed class RandomStory(int seed)
{
    private static readonly int[] Refusals = [400, 401, 409, 429, 500, 503];
    private static readonly string[] States = ["active", "active", "active", "stopped", "error", "paused", "resized", "suspended"];
    private static readonly string[] Actions = ["evacuate", "evacuate", "lock", "unlock", "os-stop", "os-resetState"];
    private static readonly string[] Tables = ["vmoves", "vmove_journal", "host_journal", "recovery_claims", "recovery_progress", "notifications"];
    private static readonly string[] Paths = ["/compute/*", "/compute/v2.1/servers*", "/compute/v2.1/os-migrations", "/compute/v2.1/os-services*", "/identity*"];

    private readonly Random random = new(seed);
    private readonly Dictionary<string, string> wantedStates = [];
    private readonly HashSet<string> lockedByOwner = [];
    private readonly HashSet<string> deleted = [];
    private readonly Dictionary<string, int> plannedFailures = [];

    /// <summary>Runs the scenario and asserts what must hold in every case.</summary>
    public async Task TellAsync()
    {
        await using var masakari = await SmallCloud.StartAsync(Furnish, Conf(), Options());
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(random.Next(20)));
        var notification = await masakari.KillAndReportAsync("c1");
        foreach (var pause in Pauses())
        {
            await masakari.Clock.RunAsync(pause);
            await MakeTroubleAsync(masakari);
        }

        await masakari.AssertEndsAsync(notification, Core.Notifications.NotificationStatus.Finished);
        await masakari.UntilAsync(() => wantedStates.Keys.Except(deleted).All(name => masakari.Cloud.Server(name).IsLocked == lockedByOwner.Contains(name)));
        foreach (var name in wantedStates.Keys.Except(deleted)) AssertWell(masakari, name);
    }

    private void AssertWell(MasakariScenario masakari, string name)
    {
        var (server, log) = (masakari.Cloud.Server(name), $"seed {seed}\n{masakari.Told}");
        Assert.That(server.Host, Is.Not.EqualTo("c1"), $"{name}\n{log}");
        Assert.That((server.VmState, server.TaskState), Is.EqualTo((wantedStates[name], (string?)null)), $"{name}\n{log}");
        Assert.That(masakari.Cloud.Evacuations(name), Is.LessThanOrEqualTo(1 + plannedFailures.GetValueOrDefault(name)), $"evacuations of {name}\n{log}");
    }

    private SimulatedCloudOptions Options() => new()
    {
        Seed = seed,
        ReportInterval = TimeSpan.FromSeconds(5),
        ServiceDownTime = TimeSpan.FromSeconds(20),
        RpcTimeout = TimeSpan.FromSeconds(random.Next(5, 70)),
        EvacuationTime = TimeSpan.FromSeconds(random.Next(1, 8)),
        HostSwitchGap = TimeSpan.FromSeconds(random.NextDouble() * 4),
        BuildsAtOnce = random.Next(2, 6),
        PageLimit = random.Next(2, 8),
        TokenLifetime = TimeSpan.FromSeconds(random.Next(30, 600)),
    };

    private string Conf()
    {
        var threads = random.Next(3) == 0 ? $"host_failure_recovery_threads = {random.Next(1, 5)}" : "";
        return $"[DEFAULT]\nwait_period_after_service_update = {random.Next(0, 40)}\n{threads}\n";
    }

    private void Furnish(SimulatedCloud cloud)
    {
        for (var number = random.Next(1, 10); number > 0; number--)
        {
            var (name, vmState, task) = ($"vm{number}", States[random.Next(States.Length)], random.Next(5) == 0 ? "rebooting" : null);
            var locked = random.Next(5) == 0;
            cloud.AddServer("c1", name, vmState, locked: locked, taskState: task);
            wantedStates[name] = InstancePlan.FinalState(vmState, cloud.Server(name).PowerState);
            if (locked) lockedByOwner.Add(name);
            if (random.Next(4) == 0) PlanFailure(cloud, name);
        }
    }

    private void PlanFailure(SimulatedCloud cloud, string name)
    {
        cloud.PlanEvacuation(name, random.Next(2) == 0 ? EvacuationOutcome.ClaimFails : EvacuationOutcome.BuildFails);
        plannedFailures[name] = plannedFailures.GetValueOrDefault(name) + 1;
    }

    private IEnumerable<TimeSpan> Pauses() => Enumerable.Range(0, random.Next(1, 7)).Select(_ => TimeSpan.FromSeconds(random.NextDouble() * 20)).ToList();

    private async Task MakeTroubleAsync(MasakariScenario masakari)
    {
        var which = random.Next(11);
        if (which < 3) await masakari.KillAndRestartAsync(random.Next(2) == 0 ? default : TimeSpan.FromSeconds(random.Next(1, 30)));
        else if (which == 3) await masakari.StopAndRestartAsync();
        else if (which == 4) masakari.Cloud.RevokeTokens();
        else if (which == 5) await masakari.Life.ExecuteAsync("UPDATE recovery_claims SET owner = 'elsewhere', epoch = epoch + 1 WHERE owner <> ''");
        else if (which == 6) Delete(masakari.Cloud);
        else if (which == 7) await LoseTableAsync(masakari);
        else masakari.Cloud.Fail(Fault());
    }

    private async Task LoseTableAsync(MasakariScenario masakari)
    {
        var table = Tables[random.Next(Tables.Length)];
        await masakari.Life.ExecuteAsync($"ALTER TABLE {table} RENAME TO away");
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(random.Next(1, 10)));
        await masakari.Life.ExecuteAsync($"ALTER TABLE away RENAME TO {table}");
    }

    private void Delete(SimulatedCloud cloud)
    {
        var left = wantedStates.Keys.Except(deleted).ToList();
        if (left.Count == 0) return;
        var name = left[random.Next(left.Count)];
        cloud.DeleteServer(name);
        deleted.Add(name);
    }

    private FaultRule Fault()
    {
        var onAction = random.Next(2) == 0;
        return new()
        {
            Action = onAction ? Actions[random.Next(Actions.Length)] : null,
            Path = onAction ? null : Paths[random.Next(Paths.Length)],
            Times = onAction ? random.Next(1, 4) : null,
            For = TimeSpan.FromSeconds(random.Next(1, onAction ? 30 : 20)),
            Effect = random.Next(6) switch
            {
                0 => new FaultEffect.Hang(TimeSpan.FromSeconds(random.Next(1, 90))),
                1 => new FaultEffect.Drop(),
                2 => new FaultEffect.LoseAnswer(),
                3 => new FaultEffect.AnswerLate(TimeSpan.FromSeconds(random.Next(1, 90))),
                _ => new FaultEffect.Status(Refusals[random.Next(Refusals.Length)]),
            },
        };
    }
}
