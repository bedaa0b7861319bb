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
    /// <returns>
    /// Asked about one rule: 0 = it allows, 1 = it denies. Otherwise: 0 = all rules are good, 1 = a rule has a mistake. 2 = no answer.
    /// </returns>
    public async Task<int> RunAsync(PolicyCheckWish wish, CancellationToken ct)
    {
        if (Options(wish.File) is not { } options)
            return 2;
        var files = new PolicyFiles(options);
        if (Look(files) is not { } stamps)
            return 2;
        var reading = files.Read(stamps);
        if (reading.Errors.Any())
            return ReportBroken([.. reading.Errors], isInUse: wish.File is null);
        if (wish.Rule is { } wanted && !reading.Rules.Names.Contains(wanted))
            return ReportUnknown(wanted, reading.Rules.Names);

        foreach (var remark in reading.Remarks.Concat(reading.Rules.Problems))
            await errors.WriteLineAsync($"masakari: {(wish.Rule is null ? "" : "warning: ")}{remark}");
        var usable = reading.Rules.Problems.Count == 0;
        if (!wish.IsAboutCaller)
            await output.WriteLineAsync(Verdict(stamps, usable));
        else if (await ShowAsync(wish, reading.Rules, options, ct) is var allowed && wish.Rule is not null)
            return allowed ? 0 : 1;
        return usable ? 0 : 1;
    }

    private static string Verdict(IReadOnlyList<FileStamp> stamps, bool usable)
    {
        if (stamps.Count == 0)
        {
            return """
                The policy can be used: there is no policy file, so the defaults apply.
                A running service keeps the rules of a removed file until the file is back (it may be empty) or the service restarts.
                """;
        }

        var paths = string.Join(", ", stamps.Select(stamp => stamp.Path));
        return usable ? $"The policy can be used: {paths}." : $"The policy has rules with mistakes, which deny their calls: {paths}.";
    }

    private int ReportBroken(IReadOnlyList<ConfError> broken, bool isInUse)
    {
        foreach (var error in broken)
            errors.WriteLine($"masakari: {error}");
        foreach (var file in isInUse ? broken.Select(error => error.Place).Distinct() : [])
            errors.WriteLine(
                $"masakari: a running service keeps its former rules until {file} is repaired or emptied, and none starts before");
        return 2;
    }

    private int ReportUnknown(string rule, IEnumerable<string> known)
    {
        var hint = Spelling.Nearest(rule, known) is { } nearest ? $"did you mean {nearest}?" : "`masakari policy sample` shows the names";
        errors.WriteLine($"masakari: there is no rule '{rule}'; {hint}");
        return 2;
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
            return ConfTrouble.AllowsUseOf("oslo_policy", review, errors) ? PolicyOptions.Read(conf) : null;
        }

        if (File.Exists(file))
            return new PolicyOptions { File = Path.GetFullPath(file), Folders = [], ReadsPipes = true };
        errors.WriteLine($"masakari: {file}: no such file");
        return null;
    }

    /// <returns>What the last rule shown says: the one that was asked about, if one was.</returns>
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

        return last;

        async Task<bool> AllowsAsync(string rule, RequestContext who) =>
            await new PolicyQuestion(rule, who, rules, remote).RulingAsync(rule, ct) == Ruling.Allowed;
    }
}
