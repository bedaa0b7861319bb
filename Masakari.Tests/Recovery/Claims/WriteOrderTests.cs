using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Tests.Recovery.Claims;

/// <summary>Letters are kinds of writes, digits what they are about; capital L is a list, W a write about anything.</summary>
internal sealed class WriteOrderTests
{
    [TestCase("a1 a2 a3", ExpectedResult = "a1a2a3")]
    [TestCase("a1 b1 a2 b2", ExpectedResult = "a1a2 b1b2")]
    [TestCase("a1 a1", ExpectedResult = "a1 a1", Description = "one statement writes a row once")]
    [TestCase("a1 b1 a1", ExpectedResult = "a1 b1 a1", Description = "the last one holds")]
    [TestCase("a1 b1 a1 b2 a3", ExpectedResult = "a1a3 b1b2 a1")]
    [TestCase("a1 b1 a1 b2 a2", ExpectedResult = "a1 b1b2 a1a2", Description = "a2 stays behind b2")]
    [TestCase("b2 a1 b1 a2", ExpectedResult = "b2 a1a2 b1")]
    [TestCase("a1 W a2 W W a3", ExpectedResult = "a1 W a2 W W a3", Description = "nothing passes a write about anything")]
    [TestCase("Lx a1 Lx Lx b1 Lx", ExpectedResult = "LxLxLxLx a1 b1")]
    [TestCase("Lx W Lx", ExpectedResult = "Lx W Lx")]
    [TestCase("", ExpectedResult = "")]
    public string Joins_writes_of_one_kind_unless_the_effect_changed(string writes) => string.Join(' ', WriteOrder
        .Group([.. writes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => new Letter(text))])
        .Select(group => string.Concat(group.Cast<Letter>().Select(letter => letter.Text))));

    private sealed record Letter(string Text) : ClaimWrite
    {
        public override object? About => Text == "W" ? null : Text[1];

        public override bool IsList => Text[0] == 'L';

        public override bool IsLike(ClaimWrite other) => other is Letter letter && letter.Text[0] == Text[0];

        public override IEnumerable<Statement> ToStatements(IReadOnlyList<ClaimWrite> all, SqlDialect dialect) => [];
    }
}
