using System.Data.Common;
using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// Something to be written under a claim. Writes of one kind that arrive together become one statement; <see cref="WriteOrder"/> decides
/// which ones may.
/// </summary>
internal abstract record ClaimWrite
{
    /// <summary>
    /// What the write is about: writes about the same thing keep their order. <see langword="null"/> = about anything: it keeps its place
    /// among all others.
    /// </summary>
    public abstract object? About { get; }

    /// <summary>Whether one statement may hold several writes of this kind about the same thing, in their order.</summary>
    public virtual bool IsList => false;

    /// <summary>Whether both can be written by the same statement.</summary>
    public virtual bool IsLike(ClaimWrite other) => other.GetType() == GetType();

    /// <summary>The statements that have the effect of all these writes of this kind.</summary>
    /// <param name="all">Alike, and about different things unless the kind is a list.</param>
    /// <param name="dialect">Of the database.</param>
    public abstract IEnumerable<Statement> ToStatements(IReadOnlyList<ClaimWrite> all, SqlDialect dialect);
}

/// <summary>A kind of write.</summary>
/// <typeparam name="TKind">The kind itself.</typeparam>
internal abstract record ClaimWrite<TKind> : ClaimWrite
    where TKind : ClaimWrite<TKind>
{
    public sealed override IEnumerable<Statement> ToStatements(IReadOnlyList<ClaimWrite> all, SqlDialect dialect) =>
        Statements([.. all.Cast<TKind>()], dialect);

    /// <inheritdoc cref="ClaimWrite.ToStatements"/>
    protected abstract IEnumerable<Statement> Statements(IReadOnlyList<TKind> all, SqlDialect dialect);
}

/// <summary>A rare write that fits no kind: it reads, decides and writes by itself, and shares its statements with no other.</summary>
/// <param name="Write">Runs within the transaction; it may be run again after a deadlock.</param>
internal sealed record OtherWrite(Func<DbTransaction, Task> Write) : ClaimWrite
{
    public override object? About => null;

    public override IEnumerable<Statement> ToStatements(IReadOnlyList<ClaimWrite> all, SqlDialect dialect) =>
        throw new NotSupportedException("It is run, not sent as a statement.");
}
