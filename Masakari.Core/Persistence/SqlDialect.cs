namespace Masakari.Core.Persistence;

/// <summary>What differs between MySQL and SQLite.</summary>
internal abstract class SqlDialect
{
    /// <summary>The SQL expression for the present moment, UTC with microseconds: the server's clock on MySQL, the parameter <c>@now</c> on SQLite.</summary>
    public abstract string Now { get; }
}
