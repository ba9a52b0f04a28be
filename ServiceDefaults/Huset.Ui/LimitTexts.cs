using Huset.ServiceDefaults.Limits;

namespace Huset.Ui;

/// <summary>The texts that the pages of dated figures have in common in every service (LimitTexts.resx); a service's page has its own beside it.</summary>
public static class LimitTexts
{
    /// <summary>The page's texts, and behind them those in common.</summary>
    public static Texts Of<TPage>() => Texts.Of<TPage>().Before(Texts.Of(typeof(LimitTexts)));

    /// <summary>"60 dagar", "1 månad": a figure with what it counts.</summary>
    public static string Figure(this Texts texts, Limit limit) => string.Format(Texts.Swedish, texts.Plural(limit.Measure, limit.Value), limit.Value);
}
