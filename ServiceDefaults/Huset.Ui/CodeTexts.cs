namespace Huset.Ui;

/// <summary>The texts that the pages of code lists have in common in every service (CodeTexts.resx); a service's page has its own beside it.</summary>
public static class CodeTexts
{
    /// <summary>The page's texts, and behind them those in common.</summary>
    public static Texts Of<TPage>() => Texts.Of<TPage>().Before(Texts.Of(typeof(CodeTexts)));
}
