using Masakari.Core.Configuration;

namespace Masakari.Host.Auth.Policy;

/// <summary>Looks at the policy files before the service starts, so that a broken one is told with the mistakes of the configuration.</summary>
internal static class PolicyReview
{
    /// <summary>Adds what is wrong with them to the configuration's errors.</summary>
    /// <param name="conf">The configuration.</param>
    /// <param name="withWarnings">Whether what is doubtful is added to its warnings; a service that starts logs it when it reads them.</param>
    public static void AddTo(Conf conf, bool withWarnings)
    {
        var options = PolicyOptions.Read(conf);
        var section = conf.Section("oslo_policy");
        try
        {
            var files = new PolicyFiles(options);
            var stamps = files.Look();
            var reading = files.Read(stamps);
            foreach (var error in reading.Errors)
                conf.Fail(error);
            if (!withWarnings)
                return;
            foreach (var warning in reading.Remarks.Concat(reading.Rules.Problems))
                conf.Warn(warning);
            if (section.IsSet("policy_file") && !stamps.Any(stamp => stamp.IsMain))
                section.Warn("policy_file", "no such file: the defaults apply until the file exists");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            section.Error("policy_dirs", problem.Message);
        }
    }
}
