using Masakari.Core.Configuration;

namespace Masakari.Host.Auth.Policy;

/// <summary>What came out of reading the policy files.</summary>
/// <param name="Files">The files, the later ones going before the earlier ones.</param>
/// <param name="Rules">Of use only without errors.</param>
internal sealed record PolicyReading(IReadOnlyList<LoadedFile> Files, PolicyRules Rules)
{
    /// <summary>Files that can't be read.</summary>
    public IEnumerable<ConfError> Errors => Files.Select(file => file.Content.Error).OfType<ConfError>();

    /// <summary>What the operator should know, though it lets in and keeps out as it should.</summary>
    public IEnumerable<ConfError> Remarks => Files.Select(file => PolicyFiles.Remark(file.Stamp)).OfType<ConfError>().Concat(Rules.Remarks);
}
