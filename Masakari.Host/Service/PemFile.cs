using System.Security.Cryptography;
using Masakari.Core.Configuration;

namespace Masakari.Host.Service;

/// <summary>An option that names a file with certificates or a key.</summary>
internal sealed record PemFile(ConfSection Section, string Option, string Path)
{
    /// <summary>The file that is named in the first of the places, or <see langword="null"/>.</summary>
    public static PemFile? Named(params ReadOnlySpan<(ConfSection Section, string Option, string? Path)> places)
    {
        foreach (var (section, option, path) in places)
        {
            if (path is { Length: > 0 })
                return new PemFile(section, option, path);
        }

        return null;
    }

    /// <summary>Makes something of the file; what is wrong with it is an error of the configuration, at the option.</summary>
    public T? Use<T>(Func<string, T> make)
        where T : class
    {
        try
        {
            return make(File.ReadAllText(Path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            Section.Error(Option, $"{Path} cannot be used: {problem.Message}");
            return null;
        }
    }
}
