namespace Masakari.Host.Auth.Policy;

/// <summary>
/// Decides who may do what, by the policy files as they are at that moment: they are looked at on each call and read anew when they have
/// changed. While a file is broken the former rules stay; of a file that is gone its own do, and all other files count.
/// </summary>
internal sealed class PolicyGate
{
    private readonly PolicyFiles files;
    private readonly RemotePolicy remote;
    private readonly ILogger<PolicyGate> logger;
    private readonly Lock reading = new();
    private volatile InForce current;

    public PolicyGate(PolicyOptions options, RemotePolicy remote, ILogger<PolicyGate> logger)
    {
        (files, this.remote, this.logger) = (new PolicyFiles(options), remote, logger);
        current = Next(new InForce(PolicyRules.ForNobody(), Seen: null, Loaded: [], Gone: []), Look());
    }

    public async ValueTask<bool> AllowsAsync(string rule, RequestContext caller, CancellationToken ct) =>
        await new PolicyQuestion(rule, caller, Rules(), remote).RulingAsync(rule, ct) == Ruling.Allowed;

    /// <summary>
    /// Logs a refused call with the rules that decided and their files. A refused failure report or a faulty policy is a warning.
    /// </summary>
    /// <param name="rule">The rule that the caller did not satisfy.</param>
    /// <param name="caller">Who called.</param>
    /// <param name="call">Method and path.</param>
    public void LogRefusal(string rule, RequestContext caller, string call)
    {
        var inForce = current;
        var basis = inForce.Rules.BasisOf(rule);
        var gone = inForce.Gone.Select(file => $"{file.Stamp.Path} is gone, its former rules are in force");
        List<string> remarks = [.. basis.Problems, .. gone];
        if (inForce.Trouble.Length > 0)
            remarks.Add($"the policy cannot be used, so the former rules are in force: {inForce.Trouble}");
        var level = remarks.Count > 0 || rule == PolicyDefaults.ReportFailure ? LogLevel.Warning : LogLevel.Information;
        var (roles, rules) = (string.Join(", ", caller.Roles), string.Join(", ", basis.Rules));
        var appendix = string.Concat(remarks.Select(remark => "; " + remark));
        logger.PolicyRefused(level, call, caller.UserId ?? "-", roles, rules, appendix);
    }

    private PolicyRules Rules()
    {
        var seen = Look();
        if (current.Saw(seen))
            return current.Rules;
        lock (reading)
        {
            if (!current.Saw(seen))
                current = Next(current, seen);
            return current.Rules;
        }
    }

    private Sighting Look()
    {
        try
        {
            return new Sighting(files.Look(), Trouble: null);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new Sighting([], problem.Message);
        }
    }

    private InForce Next(InForce former, Sighting seen)
    {
        var gone = seen.Trouble is null ? former.Without(seen.Stamps) : former.Gone;
        foreach (var file in gone.Except(former.Gone))
            logger.PolicyFileGone(file.Stamp.Path);
        var reading = files.Read(seen.Stamps, gone);
        var trouble = seen.Trouble ?? string.Join("; ", reading.Errors);
        if (trouble.Length > 0)
        {
            if (trouble != former.Trouble)
                logger.PolicyNotRead(trouble);
            return former with { Seen = seen, Gone = gone, Trouble = trouble };
        }

        logger.PolicyRead(reading.Files.Count == 0 ? "no file, the defaults hold"
            : string.Join(", ", reading.Files.Select(file => file.Stamp.Path + (gone.Contains(file) ? " (gone, its rules stay)" : ""))));
        foreach (var remark in reading.Remarks)
            logger.PolicyRemark(remark.ToString());
        foreach (var problem in reading.Rules.Problems)
            logger.PolicyRuleNotUnderstood(problem.ToString());
        return new InForce(reading.Rules, seen, reading.Files, gone);
    }

    /// <summary>One look at the folders.</summary>
    private sealed record Sighting(IReadOnlyList<FileStamp> Stamps, string? Trouble)
    {
        public bool IsSameAs(Sighting other) => Trouble == other.Trouble && Stamps.SequenceEqual(other.Stamps);
    }

    /// <param name="Rules">The rules.</param>
    /// <param name="Seen">What was there when they were last thought about.</param>
    /// <param name="Loaded">The files that they come from.</param>
    /// <param name="Gone">Those of them that are no longer there.</param>
    private sealed record InForce(PolicyRules Rules, Sighting? Seen, IReadOnlyList<LoadedFile> Loaded, IReadOnlyList<LoadedFile> Gone)
    {
        /// <summary>Why what was seen is not in force; empty when it is.</summary>
        public string Trouble { get; init; } = "";

        // While there is trouble every call tries again: that a file may be read now shows neither in its time nor in its size.
        public bool Saw(Sighting now) => Trouble.Length == 0 && Seen?.IsSameAs(now) == true;

        /// <summary>The files with rules that are missing among these.</summary>
        public IReadOnlyList<LoadedFile> Without(IReadOnlyList<FileStamp> there)
        {
            var slots = there.Select(stamp => stamp.Slot).ToHashSet();
            return [.. Loaded.Where(file => file.Content.Rules.Count > 0 && !slots.Contains(file.Stamp.Slot))];
        }
    }
}
