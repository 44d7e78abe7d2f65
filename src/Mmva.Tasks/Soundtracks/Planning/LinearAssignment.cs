namespace Mmva.Tasks;

/// <summary>The linear assignment problem, by shortest augmenting paths (Jonker and Volgenant 1987).</summary>
internal static class LinearAssignment
{
    // far below every value, and small enough to be subtracted from others without loss of their digits
    private const double Impossible = -1e9;

    /// <summary>Assigns a different column to every row, with the largest sum of values.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns, at least that of the rows.</param>
    /// <param name="value">The value of a row with a column; −∞ is avoided if possible.</param>
    /// <returns>The column of each row.</returns>
    public static int[] Maximize(int rows, int columns, Func<int, int, double> value)
    {
        var (rowPrice, columnPrice) = (new double[rows + 1], new double[columns + 1]);
        var (rowOf, previous) = (new int[columns + 1], new int[columns + 1]); // rows and columns count from 1; 0 is none
        for (var row = 1; row <= rows; row++)
        {
            rowOf[0] = row;
            var (column, distance, visited) = (0, new double[columns + 1], new bool[columns + 1]);
            Array.Fill(distance, double.PositiveInfinity);
            do
            {
                visited[column] = true;
                var (here, next, least) = (rowOf[column], 0, double.PositiveInfinity);
                for (var j = 1; j <= columns; j++)
                {
                    if (visited[j]) continue;
                    var reduced = -Math.Max(Impossible, value(here - 1, j - 1)) - rowPrice[here] - columnPrice[j];
                    if (reduced < distance[j]) (distance[j], previous[j]) = (reduced, column);
                    if (distance[j] < least) (least, next) = (distance[j], j);
                }
                for (var j = 0; j <= columns; j++)
                {
                    if (!visited[j]) distance[j] -= least;
                    else
                    {
                        rowPrice[rowOf[j]] += least;
                        columnPrice[j] -= least;
                    }
                }
                column = next;
            }
            while (rowOf[column] != 0);
            for (; column != 0; column = previous[column]) rowOf[column] = rowOf[previous[column]];
        }
        var chosen = new int[rows];
        for (var j = 1; j <= columns; j++)
            if (rowOf[j] != 0) chosen[rowOf[j] - 1] = j - 1;
        return chosen;
    }
}
