"""How many children will need help, protection and care, what that costs, and how sure anyone can be.

Two views of the same children meet here. The *chain* follows each child from referral to leaving care
(`chain`, `hazards`, `paths`, `expected`); the *stack* asks how well such numbers could ever be foretold
(`process`, `stack`, `backtest`) and sets how wide the answer must be (`reconcile`). Supply, cost and
scenarios stand on the chain. Nothing here reads a file, a clock or a network.
"""
