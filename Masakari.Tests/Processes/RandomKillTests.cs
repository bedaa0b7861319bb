using System.Globalization;

namespace Masakari.Tests.Processes;

/// <summary>
/// Guests crash, hosts die and nova-computes stop, one after the other, while one or the other of two controllers is killed. Every
/// notification ends, and each instance is acted on once for each failure.
/// </summary>
/// <remarks>MASAKARI_KILL_SECONDS says how long (300 when unset), MASAKARI_SEED which story (1 when unset).</remarks>
[Explicit("Takes six minutes."), Category("Long"), Category("Processes")]
internal sealed class RandomKillTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(Number("MASAKARI_KILL_SECONDS", 300));

    private readonly Random random = new(Number("MASAKARI_SEED", 1));

    [Test]
    public async Task Every_failure_is_recovered_once_though_controllers_are_killed_at_random()
    {
        await using var stream = await FailureStream.StartAsync((int)(Duration / FailureStream.Interval) + 1);
        var began = TimeProvider.System.GetTimestamp();
        using var over = new CancellationTokenSource(Duration, TimeProvider.System);

        var killing = KillAsync(stream.Controllers, over.Token);
        while (!over.IsCancellationRequested) await stream.NextAsync();
        var kills = await killing;
        await stream.Controllers.UntilOverAsync(alsoLateLocks: true);

        await TestContext.Out.WriteLineAsync(
            $"{stream.Story}; {kills} kills; over after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s");
        await stream.AssertRecoveredAsync();
    }

    /// <summary>Kills one or the other at random. In the end both run.</summary>
    private async Task<int> KillAsync(Controllers controllers, CancellationToken ct)
    {
        for (var kills = 0; ; kills++)
        {
            await PassAsync(random.Next(2_000, 9_000));
            if (ct.IsCancellationRequested) return kills;
            var victim = random.Next(2) == 0 ? controllers.First : controllers.Second;
            await victim.KillAsync();
            await PassAsync(random.Next(0, 4_000));
            await victim.StartAsync();
        }
    }

    private static Task PassAsync(int milliseconds) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, CancellationToken.None);

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
