using System.Data.Common;
using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// Writes batches under a claim: one transaction that begins by touching the rows of the claim under their epoch. A mere look at the rows
/// would not be certified by a Galera cluster. Statements are sent together with the touch; unless that finds all rows, nothing is
/// committed.
/// </summary>
internal sealed class ClaimWriting(Database database, ClaimOwner owner)
{
    /// <summary>The condition for the rows of a claim that are its owner's still.</summary>
    public const string OwnRows = "subject IN @subjects AND epoch = @epoch AND owner = @owner";

    /// <summary>Writes all of a batch or nothing.</summary>
    /// <param name="key">The claim.</param>
    /// <param name="writes">In the order in which they arrived.</param>
    /// <param name="touchAlone">
    /// The touch is answered before anything else is sent: then a statement that fails is the owner's mistake, and not that of one who lost
    /// the claim.
    /// </param>
    /// <exception cref="ClaimLostException">The claim is another's; nothing was written.</exception>
    public Task RunAsync(ClaimKey key, IReadOnlyList<ClaimWrite> writes, bool touchAlone) =>
        database.TransactAsync((_, transaction) => WriteAsync(transaction, key, writes, touchAlone), CancellationToken.None);

    private async Task WriteAsync(DbTransaction transaction, ClaimKey key, IReadOnlyList<ClaimWrite> writes, bool touchAlone)
    {
        var touch = Touch(key);
        var ready = new List<Statement> { touch };
        if (touchAlone) await SendAsync();
        foreach (var group in WriteOrder.Group(writes))
        {
            if (group is [OtherWrite other])
            {
                await SendAsync();   // it may read what was written before it
                await other.Write(transaction);
            }
            else
            {
                ready.AddRange(group[0].ToStatements(group, database.Dialect));
            }
        }
        await SendAsync();

        async Task SendAsync()
        {
            if (ready.Count == 0) return;
            var changed = await database.ExecuteAsync(transaction, ready, CancellationToken.None);
            if (ready[0] == touch && changed != key.Subjects.Count) throw new ClaimLostException(key);
            ready.Clear();
        }
    }

    private Statement Touch(ClaimKey key)
    {
        var values = new StatementValues();
        return values.In($"""
            UPDATE recovery_claims SET writes = writes + 1
             WHERE subject IN {values.List(key.Subjects.Select(subject => subject.ToString()))}
               AND epoch = {values.Add(key.Epoch)} AND owner = {values.Add(owner.Text)}
            """);
    }
}
