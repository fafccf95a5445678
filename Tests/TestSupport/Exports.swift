@_exported import BallastReference
