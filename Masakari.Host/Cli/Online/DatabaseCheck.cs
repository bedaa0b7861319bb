using System.Data.Common;
using Masakari.Core.Configuration;
using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Host.Cli.Online;

/// <summary>Whether the database answers, and whether it has the tables of this version. Creates no database and changes none.</summary>
internal static class DatabaseCheck
{
    private const string Subject = "[database]";
    private const string Sync = "Run `masakari manage db sync` once.";
    private const string StartOrSync = "Start the service, or run `masakari manage db sync` once.";

    public static async Task<Finding> RunAsync(Conf conf, TimeProvider clock, CancellationToken ct)
    {
        var options = DatabaseSection.Read(conf);
        if (MissingFile(options.Url) is { } file)
            return Finding.Note(Subject, $"the file {file} does not exist yet; the service creates it at startup.");
        await using var database = new Database(options, clock, NullLogger<Database>.Instance);
        var migrator = new Migrator(database, options, clock, NullLogger<Migrator>.Instance);
        try
        {
            return await JudgeAsync(migrator, options.Url, ct);
        }
        catch (Exception problem) when (FailureOf(problem, options.Url) is { } failure)
        {
            return failure;
        }
    }

    /// <summary>What an exception says about the database; <see langword="null"/> = it is about something else.</summary>
    public static Finding? FailureOf(Exception problem, DatabaseUrl url) => problem switch
    {
        DatabaseUnavailableException => Finding.Failed(
            Subject, $"{url} cannot be opened: {problem.InnerException?.Message}",
            url.IsSqlite ? "Check [database] connection, and the permissions of the file and its folder."
                : "Check [database] connection, and that the database server runs."),
        SchemaException => Finding.Failed(Subject, $"{url} cannot be used", problem.Message),
        DbException => Finding.Failed(
            Subject, $"{url} cannot be read: {problem.Message}", "Check the privileges of the account in [database] connection."),
        _ => null,
    };

    /// <summary>Why a command beside the service has no database; <see langword="null"/> = there is one.</summary>
    public static Finding? LackOfDatabase(DatabaseUrl url) =>
        MissingFile(url) is { } file ? Finding.Failed(Subject, $"the file {file} does not exist", StartOrSync) : null;

    /// <summary>Why a command beside the service has no tables to work on; <see langword="null"/> = the tables are those of this version.</summary>
    /// <exception cref="DatabaseUnavailableException">The database does not answer, or rejects the connection.</exception>
    /// <exception cref="SchemaException">The schema cannot be migrated.</exception>
    public static async Task<Finding?> LackOfTablesAsync(Migrator migrator, DatabaseUrl url, CancellationToken ct)
    {
        if (LackOfDatabase(url) is { } lack)
            return lack;
        var age = await migrator.AgeAsync(ct);
        return age == SchemaAge.Current ? null : Finding.Failed(Subject, $"{url} {Lacks(age)}", url.IsSqlite ? StartOrSync : Sync);
    }

    // Opening the file would create it.
    private static string? MissingFile(DatabaseUrl url) =>
        url is { IsSqlite: true, Database: { Length: > 0 } file } && !File.Exists(file) ? file : null;

    private static string Lacks(SchemaAge age) => age == SchemaAge.Missing ? "has no tables of Masakari" : "has tables of an older version";

    private static async Task<Finding> JudgeAsync(Migrator migrator, DatabaseUrl url, CancellationToken ct)
    {
        var age = await migrator.AgeAsync(ct);
        if (age == SchemaAge.Current)
            return Finding.Ok(Subject, $"{url} is at revision {await migrator.VersionAsync(ct)} and up to date.");
        return url.IsSqlite
            ? Finding.Note(Subject, $"{url} {Lacks(age)}; the service updates it at startup.")
            : Finding.Failed(Subject, $"{url} {Lacks(age)}", Sync) with { NeedsSync = true };
    }
}
