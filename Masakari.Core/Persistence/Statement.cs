namespace Masakari.Core.Persistence;

/// <summary>One statement with the values of its parameters.</summary>
/// <param name="Sql">When it uses <c>@now</c>, as <see cref="SqlDialect.Now"/> may, that is added to the parameters.</param>
/// <param name="Values">The parameters by their names in the text; <see langword="null"/> is a value.</param>
internal sealed record Statement(string Sql, IReadOnlyDictionary<string, object?> Values);
