using System.Diagnostics.CodeAnalysis;

namespace Masakari.Core.Configuration;

internal delegate bool TryParse<T>(string text, [MaybeNullWhen(false)] out T value);

/// <summary>How the text of an option becomes a value.</summary>
/// <param name="Expected">Ends the sentence "'soon' is not …" and stands in the sample.</param>
/// <param name="TryParse">Gives <see langword="false"/> for a text of another kind.</param>
internal sealed record ConfType<T>(string Expected, TryParse<T> TryParse);
