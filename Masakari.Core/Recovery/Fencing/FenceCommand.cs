using Masakari.Core.Commands;
using Masakari.Core.Configuration;

namespace Masakari.Core.Recovery.Fencing;

/// <summary>The operator's program that switches a host off, or only looks whether it is off.</summary>
/// <param name="Executable">An absolute path.</param>
/// <param name="Arguments">Those before the name of the host.</param>
internal sealed record FenceCommand(string Executable, IReadOnlyList<string> Arguments)
{
    private const string Option = "fence_command";

    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>What of the arguments must not be shown.</summary>
    public IReadOnlyList<string> Secrets { get; } = ShownOutput.SecretsOf(Arguments);

    /// <returns>The command; <see langword="null"/> when none is set, or it cannot be used, which is an error of the configuration.</returns>
    public static FenceCommand? Read(ConfSection section)
    {
        var text = section.Text(
            Option, null,
            "A program, and arguments for it, that switches a failed host off and says whether the host is off; the name of the host is "
            + "added as the last argument. It may be called again for the same host. Exit code 0: the host was seen to be off, which is "
            + "proof. 1: the host is still on, and is not evacuated. 2 or another: unknown. No shell is used; quotes keep blanks in a word.",
            secret: true);
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (CommandWords.Split(text) is not [var executable, .. var arguments])
        {
            section.Error(Option, "a quote has no end, or there is no program");
            return null;
        }

        if (WhyUnusable(executable) is not { } why) return new FenceCommand(executable, arguments);
        section.Error(Option, $"'{executable}' {why}");
        return null;
    }

    private static string? WhyUnusable(string executable)
    {
        if (!Path.IsPathFullyQualified(executable)) return "is not an absolute path";
        if (Directory.Exists(executable)) return "is a folder";
        if (!File.Exists(executable)) return "does not exist, or cannot be seen by this user";
        if (OperatingSystem.IsWindows()) return null;
        if ((File.GetUnixFileMode(executable) & AnyExecute) == 0) return "is not executable: run `chmod +x` for it";
        return File.Exists(ProcessGroup.SetSid) ? null : $"cannot be started: {ProcessGroup.SetSid} is missing (package util-linux)";
    }
}
