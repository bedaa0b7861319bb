using Masakari.Tests.Simulation;

namespace Masakari.Tests.Exerciser;

/// <summary>What happens to the controllers, their clocks and their database.</summary>
internal static class ControllerDeeds
{
    private static readonly string[] Tables =
        ["vmoves", "vmove_journal", "host_journal", "recovery_claims", "recovery_progress", "notifications"];

    /// <summary>The most that a step waits for the call at which it strikes.</summary>
    private const double Patience = 60;

    public static async Task KillAsync(StoryStage stage, Random random)
    {
        await stage.Masakari.KillAndRestartAsync(random.Next(2) == 0 ? default : TimeSpan.FromSeconds(random.Next(1, 30)));
        stage.WatchLives();
    }

    /// <summary>Simulated time passes meanwhile: the stop waits for the calls of Nova that are under way.</summary>
    public static async Task StopAsync(StoryStage stage)
    {
        var stopping = stage.Masakari.StopAndRestartAsync();
        await stage.Masakari.Clock.RunUntilAsync(() => stopping.IsCompleted, TimeSpan.FromMinutes(5));
        await stopping;
        stage.WatchLives();
    }

    public static async Task KillAtCallAsync(StoryStage stage, Random random)
    {
        var (life, struck) = (stage.Masakari.Life, false);
        life.Network.StrikeAt(random.Next(1, 40), () =>
        {
            life.Network.Die();
            life.Freeze();
            struck = true;
        });
        await stage.PassUntilAsync(() => Volatile.Read(ref struck), Patience);
        await KillAsync(stage, random);
    }

    public static async Task FreezeAtCallAsync(StoryStage stage, Random random)
    {
        var (life, struck) = (stage.Masakari.Life, false);
        life.Network.StrikeAt(random.Next(1, 40), () =>
        {
            life.Freeze();
            struck = true;
        });
        await stage.PassUntilAsync(() => Volatile.Read(ref struck), Patience);
        life.Network.Spare();
        life.Freeze();
        await stage.PassAsync(random.Next(1, 90));
        life.Thaw();
    }

    public static async Task StartOtherAsync(StoryStage stage)
    {
        if (stage.OtherLives) return;
        await stage.Masakari.StartOtherAsync();
        stage.OtherLives = true;
        stage.WatchLives();
    }

    public static async Task KillOtherAsync(StoryStage stage)
    {
        if (!stage.OtherLives) return;
        await stage.Masakari.KillOtherAsync();
        stage.OtherLives = false;
    }

    public static Task StealClaimsAsync(StoryStage stage) =>
        stage.Masakari.Life.ExecuteAsync("UPDATE recovery_claims SET owner = 'elsewhere', epoch = epoch + 1 WHERE owner <> ''");

    public static async Task LoseTableAsync(StoryStage stage, Random random)
    {
        var table = Tables[random.Next(Tables.Length)];
        await stage.Masakari.Life.ExecuteAsync($"ALTER TABLE {table} RENAME TO away");
        await stage.PassAsync(random.Next(1, 10));
        await stage.Masakari.Life.ExecuteAsync($"ALTER TABLE away RENAME TO {table}");
    }

    /// <summary>
    /// Another node of the database takes over. All limits are counted by this clock, so a step of a day would end every recovery.
    /// </summary>
    public static void StepDatabase(StoryStage stage, Random random) =>
        stage.Masakari.DatabaseClock.Step(TimeSpan.FromSeconds(random.Next(-60, 120)));

    /// <summary>From a minute back to a day ahead.</summary>
    public static void StepController(SkewedClock clock, Random random) =>
        clock.Step(TimeSpan.FromSeconds(random.Next(3) switch { 0 => -random.Next(1, 60), 1 => random.Next(1, 300), _ => 86_500 }));
}
