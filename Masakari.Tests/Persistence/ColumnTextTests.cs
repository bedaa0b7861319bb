using Masakari.Core.Persistence;

namespace Masakari.Tests.Persistence;

public sealed class ColumnTextTests
{
    [TestCase("vm-1", "vm-1")]
    [TestCase("Müller", "Müller")]
    [TestCase("rocket 🚀!", "rocket \uFFFD!")]
    public void Makes_foreign_text_fit_for_a_three_byte_column(string text, string storable)
    {
        Assert.That(text.ToStorable(), Is.EqualTo(storable));
    }

    [Test]
    public void Cuts_what_the_column_cannot_hold()
    {
        Assert.That(new string('x', 300).ToStorable(255), Has.Length.EqualTo(255));
    }
}
