using System.Data.Common;
using Masakari.Core.Configuration;
using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Host.Cli.Online;

/// <summary>Whether the database answers, and whether it has the tables of this version.</summary>
internal static class DatabaseCheck
{
    private const string Subject = "[database]";
    private const string Sync = "Run `masakari manage db sync` once.";

    public static async Task<Finding> RunAsync(Conf conf, TimeProvider clock, CancellationToken ct)
    {
        var options = DatabaseSection.Read(conf);
        if (options.Url is { IsSqlite: true, Database: { Length: > 0 } file } && !File.Exists(file))   // opening the file would create it
            return Finding.Note(Subject, $"the file {file} does not exist yet; the service creates it at startup.");
        await using var database = new Database(options, clock, NullLogger<Database>.Instance);
        var migrator = new Migrator(database, options, clock, NullLogger<Migrator>.Instance);
        try
        {
            return await JudgeAsync(migrator, options.Url, ct);
        }
        catch (DatabaseUnavailableException problem)
        {
            return Finding.Failed(
                Subject, $"{options.Url} cannot be opened: {problem.InnerException?.Message}",
                "Check [database] connection, and that the database server runs.");
        }
        catch (SchemaException problem)
        {
            return Finding.Failed(Subject, $"{options.Url} cannot be used", problem.Message);
        }
        catch (DbException problem)
        {
            return Finding.Failed(
                Subject, $"{options.Url} cannot be read: {problem.Message}",
                "Check the privileges of the account in [database] connection.");
        }
    }

    private static async Task<Finding> JudgeAsync(Migrator migrator, DatabaseUrl url, CancellationToken ct)
    {
        var age = await migrator.AgeAsync(ct);
        if (age == SchemaAge.Current)
            return Finding.Ok(Subject, $"{url} is at revision {await migrator.VersionAsync(ct)} and up to date.");
        var lacks = age == SchemaAge.Missing ? "has no tables of Masakari" : "has tables of an older version";
        return url.IsSqlite
            ? Finding.Note(Subject, $"{url} {lacks}; the service updates it at startup.")
            : Finding.Failed(Subject, $"{url} {lacks}", Sync) with { NeedsSync = true };
    }
}
