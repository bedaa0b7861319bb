using System.Text.RegularExpressions;

namespace Masakari.Host.Auth.Policy;

/// <summary>A text in which <c>%(key)s</c> stands for what the target of the call has under that key, and <c>%%</c> for a per cent sign.</summary>
internal sealed partial class TargetText
{
    private readonly string text;
    private readonly bool isPlain;

    private TargetText(string text) => (this.text, isPlain) = (text, !text.Contains('%', StringComparison.Ordinal));

    /// <returns><see langword="null"/> when a per cent sign stands where it means nothing.</returns>
    public static TargetText? Read(string text) => Marks().Replace(text, "").Contains('%', StringComparison.Ordinal) ? null : new TargetText(text);

    /// <param name="target">What the call is about.</param>
    /// <param name="escape">Makes a value fit its surroundings; by default it stays as it is.</param>
    /// <returns><see langword="null"/> when the target has no such key.</returns>
    public string? For(IReadOnlyDictionary<string, string?> target, Func<string, string>? escape = null)
    {
        if (isPlain)
            return text;
        var isComplete = true;
        var filled = Marks().Replace(text, mark =>
        {
            if (!mark.Groups["key"].Success)
                return "%";
            if (target.GetValueOrDefault(mark.Groups["key"].Value) is { } value)
                return escape is null ? value : escape(value);
            isComplete = false;
            return "";
        });
        return isComplete ? filled : null;
    }

    [GeneratedRegex(@"%%|%\((?<key>[^()%]*)\)s", RegexOptions.ExplicitCapture)]
    private static partial Regex Marks();
}
