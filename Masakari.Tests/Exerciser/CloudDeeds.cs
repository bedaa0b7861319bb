using Masakari.Host.Sandbox;

namespace Masakari.Tests.Exerciser;

/// <summary>What happens to Nova, Keystone and the servers. Every fault ends within two and a half minutes.</summary>
internal static class CloudDeeds
{
    private static readonly int[] Refusals = [400, 401, 409, 429, 500, 503];
    private static readonly string[] Actions = ["evacuate", "evacuate", "lock", "unlock", "os-stop", "os-resetState"];
    private static readonly CellData[] Data = [CellData.Servers, CellData.Services, CellData.Migrations, CellData.All];

    private static readonly string[] Paths =
        ["/compute/*", "/compute/v2.1/servers*", "/compute/v2.1/os-migrations", "/compute/v2.1/os-services*", "/identity*"];

    private static readonly string[] Reads =
    [
        "/compute/v2.1/servers/detail", "/compute/v2.1/servers/*", "/compute/v2.1/os-migrations", "/compute/v2.1/os-services*",
        "/compute/v2.1/os-aggregates*", "/compute/v2.1/os-hypervisors*",
    ];

    public static void Fail(StoryStage stage, Random random)
    {
        var onAction = random.Next(2) == 0;
        stage.Cloud.Fail(new()
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
        });
    }

    public static void FailReads(StoryStage stage, Random random) => stage.Cloud.Fail(new()
    {
        Method = "GET",
        Path = Reads[random.Next(Reads.Length)],
        For = TimeSpan.FromSeconds(random.Next(1, 60)),
        Effect = random.Next(2) == 0 ? new FaultEffect.Drop() : new FaultEffect.Status(random.Next(2) == 0 ? 500 : 503),
    });

    public static void ShortenLists(StoryStage stage, Random random)
    {
        var (data, one) = (Data[random.Next(Data.Length)], random.Next(3) == 0);
        stage.Cloud.LoseCellOf("c1", data, one ? 1 : null, TimeSpan.FromSeconds(random.Next(1, 60)));
    }

    public static void Delete(StoryStage stage, Random random)
    {
        if (AnyServer(stage, random, _ => true) is not { } name) return;
        stage.Cloud.DeleteServer(name);
        stage.Truth.Deleted.Add(name);
    }

    public static void PlanFailure(StoryStage stage, Random random)
    {
        if (AnyServer(stage, random, _ => true) is { } name) stage.Truth.PlanFailure(stage.Cloud, name, random);
    }

    /// <summary>Only what Nova takes: a server without an open evacuation on a host that is down.</summary>
    public static void EvacuateByHand(StoryStage stage, Random random)
    {
        var open = stage.Cloud.AllEvacuations().Where(e => e.Status is "accepted" or "pre-migrating").Select(e => e.Server).ToHashSet();
        var name = AnyServer(stage, random, server =>
            !open.Contains(server.Name) && server.VmState is "active" or "stopped" or "error" && !stage.Cloud.Host(server.Host).IsUp);
        if (name is not null) stage.Cloud.EvacuateByHand(name);
    }

    /// <summary>The stop has time to end: one that a dying host leaves half done is not told from a finished one yet.</summary>
    public static async Task StopByOwnerAsync(StoryStage stage, Random random)
    {
        var name = AnyServer(stage, random, server =>
            server is { VmState: "active", TaskState: null, IsLocked: false } && stage.Cloud.Host(server.Host) is { IsAlive: true, IsUp: true });
        if (name is null) return;
        stage.Cloud.StopByOwner(name);
        stage.Truth.NoteStop(name);
        await stage.PassAsync(5);
    }

    private static string? AnyServer(StoryStage stage, Random random, Func<ServerSnapshot, bool> fits)
    {
        var names = stage.Truth.Servers.Where(name => fits(stage.Cloud.Server(name))).ToList();
        return names.Count == 0 ? null : names[random.Next(names.Count)];
    }
}
