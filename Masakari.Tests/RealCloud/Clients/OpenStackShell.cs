using System.Diagnostics;
using System.Text.Json;

namespace Masakari.Tests.RealCloud.Clients;

/// <summary>
/// The real <c>openstack</c> client of the lab's administrator. It keeps running, so that a command costs its requests only.
/// </summary>
internal sealed class OpenStackShell : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Process process;

    public OpenStackShell()
    {
        var start = new ProcessStartInfo(Python.Program, [Python.Script("openstack_shell.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in TheLab.Lab.Account)
            start.Environment[name] = value;
        process = Process.Start(start)!;
    }

    /// <summary>Runs a command that succeeds, words separated by blanks; returns its JSON.</summary>
    public async Task<JsonElement> JsonAsync(string command)
    {
        var answer = await RunAsync($"{command} -f json");
        Assert.That(answer.Code, Is.Zero, $"{command}: {answer.Errors}");
        return JsonDocument.Parse(answer.Output).RootElement;
    }

    /// <summary>Runs a command that succeeds; returns what it prints.</summary>
    public async Task<string> TextAsync(params string[] words)
    {
        var answer = await RunAsync(words);
        Assert.That(answer.Code, Is.Zero, $"{string.Join(' ', words)}: {answer.Errors}");
        return answer.Output;
    }

    /// <summary>Runs a command that fails; returns the message to the user.</summary>
    public async Task<string> RefusedAsync(string command)
    {
        var answer = await RunAsync(command);
        Assert.That(answer.Code, Is.EqualTo(1), $"{command}: {answer.Output}");
        return answer.Errors.Trim();
    }

    /// <summary>Runs a deletion. It prints its result to standard output and always exits with 0.</summary>
    public async Task<string> DeleteAsync(string command)
    {
        var answer = await RunAsync(command);
        Assert.That((answer.Code, answer.Errors), Is.EqualTo((0, "")), command);
        return answer.Output.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private Task<ShellAnswer> RunAsync(string command) => RunAsync(command.Split(' '));

    private async Task<ShellAnswer> RunAsync(string[] words)
    {
        using var limit = new CancellationTokenSource(Limit);
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(words));
        await process.StandardInput.FlushAsync(limit.Token);
        var line = await process.StandardOutput.ReadLineAsync(limit.Token)
            ?? throw new InvalidOperationException($"The client ended at: {string.Join(' ', words)}");
        return JsonSerializer.Deserialize<ShellAnswer>(line)!;
    }
}
