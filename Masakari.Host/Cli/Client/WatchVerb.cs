using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.InstanceHa;
using Masakari.Host.Sandbox;
using Spectre.Console;

namespace Masakari.Host.Cli.Client;

/// <summary><c>masakari notification watch</c>: follows a recovery to its end.</summary>
internal sealed class WatchVerb(ClientSession session)
{
    private const int Interrupted = 130;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TimeProvider clock = session.Around.Clock;
    private RecoveryLook? last;

    /// <returns>0 = the notification ended finished or ignored; 1 = it failed; 130 = the watch was interrupted.</returns>
    public async Task<int> RunAsync(Guid notification, CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var interrupt = session.Around.IsTerminal ? PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;   // the picture is put away first: it has hidden the cursor
            ending.Cancel();
        }) : null;
        var shown = await session.Api.ShowAsync(ApiPath.Notifications, $"{notification}", ct);   // a wrong UUID ends here, before a picture
        try
        {
            await View(notification, shown).FollowAsync(LooksAsync(notification, shown, ending.Token));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return Interrupted;
        }

        return last is { Status: "finished" or "ignored" } ? 0 : 1;
    }

    private IStoryView View(Guid notification, JsonObject shown)
    {
        if (!session.Around.IsTerminal) return new PlainView(session.Output);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(session.Output) });
        return new WatchView(console, $"{(string?)shown["type"]} notification {notification}");
    }

    private async IAsyncEnumerable<RecoveryLook> LooksAsync(
        Guid notification, JsonObject first, [EnumeratorCancellation] CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        var look = await LookAsync(notification, first, began, ct);
        yield return last = look;
        while (!look.IsOver)
        {
            await Task.Delay(Pause, clock, ct);
            look = await TryLookAsync(notification, began, look, ct);
            yield return last = look;
        }
    }

    /// <summary>An outage of the API does not end the watch.</summary>
    private async Task<RecoveryLook> TryLookAsync(Guid notification, long began, RecoveryLook before, CancellationToken ct)
    {
        try
        {
            var shown = await session.Api.ShowAsync(ApiPath.Notifications, $"{notification}", ct);
            return await LookAsync(notification, shown, began, ct);
        }
        catch (OpenStackException problem) when (problem.Kind is FailureKind.Unreachable or FailureKind.Overloaded)
        {
            var message = $"the API does not answer, and is asked again: {session.Clean(problem.Message)}";
            return before with { Elapsed = clock.GetElapsedTime(began), Message = message };
        }
    }

    private async Task<RecoveryLook> LookAsync(Guid notification, JsonObject shown, long began, CancellationToken ct)
    {
        var moves = new JsonArray();
        if ((string?)shown["type"] == "COMPUTE_HOST" && session.Api.Version.Includes(ApiVersion.WithVMoves))
        {
            await foreach (var move in session.Api.ListAsync(ApiPath.VMoves($"{notification}"), Oldest, limit: null, ct))
                moves.Add(move.DeepClone());
        }

        return RecoveryLook.From(
            clock.GetElapsedTime(began), Element(shown), Element(new JsonObject { ["vmoves"] = moves }));
    }

    private static KeyValuePair<string, string>[] Oldest { get; } = [new("sort_key", "id"), new("sort_dir", "asc")];

    private static JsonElement Element(JsonObject document) => JsonElement.Parse(document.ToJsonString());
}
