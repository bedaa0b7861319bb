using Masakari.Core.Configuration;
using Masakari.Core.OpenStack.Http;
using Masakari.Host.Auth;
using Masakari.Host.Auth.Policy;
using Masakari.Host.Service;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Host.Cli;

/// <summary><c>masakari policy check</c>: whether the policy files can be used, and what a caller may do under them.</summary>
internal sealed class PolicyCheckVerb(ConfSources sources, TextWriter output, TextWriter errors)
{
    /// <returns>0; 1 when some rule is not understood, or the one that was asked about denies; 2 when files can't be used.</returns>
    public async Task<int> RunAsync(PolicyCheckWish wish, CancellationToken ct)
    {
        if (Options(wish.File) is not { } options)
            return 2;
        var files = new PolicyFiles(options);
        if (Look(files) is not { } stamps)
            return 2;
        var reading = files.Read(stamps);
        foreach (var error in reading.Errors)
            await errors.WriteLineAsync($"masakari: {error}");
        if (reading.Errors.Any())
            return 2;
        if (wish.Rule is { } wanted && !reading.Rules.Names.Contains(wanted))
        {
            await errors.WriteLineAsync($"masakari: there is no rule '{wanted}'");
            return 2;
        }

        foreach (var remark in reading.Remarks.Concat(reading.Rules.Problems))
            await errors.WriteLineAsync($"masakari: {remark}");
        var usable = reading.Rules.Problems.Count == 0;
        if (wish.IsAboutCaller)
            return await ShowAsync(wish, reading.Rules, options, ct) && usable ? 0 : 1;
        await output.WriteLineAsync(
            $"{(usable ? "The policy can be used" : "The policy has rules that let nobody in")}: {(stamps.Count == 0 ? "no file, the defaults hold" : string.Join(", ", stamps.Select(stamp => stamp.Path)))}.");
        return usable ? 0 : 1;
    }

    private IReadOnlyList<FileStamp>? Look(PolicyFiles files)
    {
        try
        {
            return files.Look();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"masakari: {problem.Message}");
            return null;
        }
    }

    private PolicyOptions? Options(string? file)
    {
        if (file is null)
        {
            var (conf, review) = ConfReview.Read(sources, MasakariService.ReadAll);
            if (review.Errors.Count == 0)
                return PolicyOptions.Read(conf);
            ConfTrouble.Report(review, errors);
            return null;
        }

        if (File.Exists(file))
            return new PolicyOptions { File = Path.GetFullPath(file), Folders = [] };
        errors.WriteLine($"masakari: {file}: no such file");
        return null;
    }

    /// <returns>Whether the one rule that was asked about allows; true when all were.</returns>
    private async Task<bool> ShowAsync(PolicyCheckWish wish, PolicyRules rules, PolicyOptions options, CancellationToken ct)
    {
        using var remote = new RemotePolicy(SocketTransport.Create, options, TimeProvider.System, NullLogger<RemotePolicy>.Instance);
        var caller = wish.Caller with { IsAdmin = await AllowsAsync(PolicyDefaults.ContextIsAdmin, wish.Caller) };
        string[] names = wish.Rule is { } one ? [one] : [.. rules.Names];
        var width = names.Max(name => name.Length) + 2;
        var last = false;
        foreach (var name in names)
        {
            last = await AllowsAsync(name, caller);
            await output.WriteLineAsync($"{name.PadRight(width)}{(last ? "allowed" : "denied")}");
        }

        return wish.Rule is null || last;

        async Task<bool> AllowsAsync(string rule, RequestContext who) =>
            await new PolicyQuestion(rule, who, rules, remote).RulingAsync(rule, ct) == Ruling.Allowed;
    }
}
