using Masakari.Core.Commands;

namespace Masakari.Tests.Commands;

public sealed class CommandWordsTests
{
    [TestCase("/bin/fence", "/bin/fence")]
    [TestCase("  /bin/fence   -a  b\t", "/bin/fence|-a|b")]
    [TestCase("/bin/fence 'a b' \"c d\"", "/bin/fence|a b|c d")]
    [TestCase("/bin/fence --x='a b'c", "/bin/fence|--x=a bc")]
    [TestCase("/bin/fence '' \"\"", "/bin/fence||")]
    [TestCase("/bin/fence \"it's\" 'say \"x\"'", "/bin/fence|it's|say \"x\"")]
    [TestCase(@"C:\fence\off.exe \ $HOME * | > `x`", @"C:\fence\off.exe|\|$HOME|*|PIPE|>|`x`")]
    public void Blanks_separate_words_and_quotes_keep_them(string text, string words) =>
        Assert.That(CommandWords.Split(text), Is.EqualTo(words.Split('|').Select(word => word == "PIPE" ? "|" : word)));

    [TestCase("/bin/fence 'a")]
    [TestCase("/bin/fence \"a'")]
    public void A_quote_without_an_end_is_an_error(string text) => Assert.That(CommandWords.Split(text), Is.Null);
}
